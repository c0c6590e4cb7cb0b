// Loaded before the program by `--import`: SIGUSR2 makes happen what NETANAL_PROVOKE says. The program knows nothing of it.
import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

if (isMainThread) {
	const workers = [];
	process.on('worker', worker => workers.push(worker));
	process.on('SIGUSR2', () => {
		switch (process.argv[1] && process.env.NETANAL_PROVOKE) {
			case 'exception':
				throw new Error('provoked');
			case 'rejection':
				Promise.reject(new Error('provoked'));
				break;
			case 'worker death':
				for (const worker of workers) {
					worker.terminate();
				}
				break;
		}
	});
}
