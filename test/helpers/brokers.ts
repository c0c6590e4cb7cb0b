/** Message brokers from Debian, each in a folder of its own on loopback. They can be killed and started again. */
import {type ChildProcess, execFile, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {until} from './until.js';

export interface TestBroker {
	readonly url: string;
	/** Where it runs, and keeps its files. */
	readonly folder: string;
	/** Resolves when it takes connections. */
	start(): Promise<void>;
	/** Everything is written before it ends. */
	stop(): Promise<void>;
	/** SIGKILL: what it has not written is lost. */
	kill(): Promise<void>;
	/** Ends it for good. */
	close(): Promise<void>;
}

async function freePort(): Promise<number> {
	const server = net.createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as net.AddressInfo;
	await new Promise(resolve => server.close(resolve));
	return port;
}

function isOpen(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = net.connect(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

/** @param configuration lines beside the port */
export async function natsServer(configuration = 'jetstream { store_dir: "jetstream" }'): Promise<TestBroker> {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-nats-'));
	const port = await freePort();
	const file = path.join(folder, 'nats.conf');
	fs.writeFileSync(file, `listen: 127.0.0.1:${port}\n${configuration}`);
	let child: ChildProcess | null = null;
	return made(`nats://127.0.0.1:${port}`, folder, {
		async start() {
			child = spawn('nats-server', ['-c', file], {cwd: folder, stdio: 'ignore'});
			await until(() => isOpen(port));
		},
		pid: () => child?.pid,
		stop: pid => void process.kill(pid, 'SIGTERM'),
		ended: () => new Promise(resolve => child?.once('close', resolve)),
	});
}

export interface TestRabbitMq extends TestBroker {
	/** Runs `rabbitmqctl` with these words. @returns what it printed @throws Error */
	control(...words: string[]): Promise<string>;
	/** Runs lines of the shell, in which `rabbitmqctl` is that of this server. @throws Error */
	shell(script: string): Promise<void>;
}

/**
 * Speaks no protocol but AMQP, and needs no name of this machine.
 *
 * @param configure the configuration of a server with this port and folder
 */
export async function rabbitMq(
	configure = (port: number, _folder: string) => `listeners.tcp.1 = 127.0.0.1:${port}\n`,
): Promise<TestRabbitMq> {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-rabbit-'));
	fs.chmodSync(folder, 0o777);
	const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
	const configuration = path.join(folder, 'rabbitmq.conf');
	fs.writeFileSync(configuration, configure(port, folder));
	const env = {
		...process.env,
		HOME: folder,
		RABBITMQ_NODENAME: `test${port}@localhost`,
		RABBITMQ_NODE_PORT: String(port),
		RABBITMQ_DIST_PORT: String(distribution),
		ERL_EPMD_PORT: String(mapper),
		ERL_EPMD_ADDRESS: '127.0.0.1',
		RABBITMQ_CONFIG_FILE: configuration,
		RABBITMQ_BASE: folder,
		RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
		RABBITMQ_LOG_BASE: path.join(folder, 'log'),
		RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
		RABBITMQ_PID_FILE: path.join(folder, 'pid'),
	};
	const program = (name: string) => `/usr/lib/rabbitmq/bin/${name}`;
	let child: ChildProcess | null = null;
	// meanwhile connections have to be kept alive
	const run = async (command: string, words: string[]) => {
		const PATH = `${program('')}:${process.env.PATH}`;
		const {stdout} = await promisify(execFile)(command, words, {env: {...env, PATH}, cwd: folder});
		return stdout;
	};
	const control = (...words: string[]) => run(program('rabbitmqctl'), words);
	const broker = made(`amqp://127.0.0.1:${port}`, folder, {
		async start() {
			child = spawn(program('rabbitmq-server'), [], {env, cwd: folder, stdio: 'ignore', detached: true});
			await until(() => isOpen(port));
			await control('await_startup');
		},
		pid: () => (child?.pid === undefined ? undefined : -child.pid),
		stop: () => void control('stop'),
		ended: () => new Promise(resolve => child?.once('close', resolve)),
		cleaned: () => void spawnSync('epmd', ['-port', String(mapper), '-kill'], {env}),
	});
	return {...broker, control, shell: async script => void (await run('sh', ['-e', '-c', script]))};
}

interface Server {
	start(): Promise<void>;
	/** Of a whole group where it is negative. */
	pid(): number | undefined;
	ended(): Promise<unknown>;
	/** Asks it to end. */
	stop(pid: number): void;
	cleaned?(): void;
}

function made(url: string, folder: string, server: Server): TestBroker {
	let isRunning = false;
	const end = async (how: (pid: number) => void) => {
		const pid = server.pid();
		if (!isRunning || pid === undefined) {
			return;
		}
		isRunning = false;
		const ended = server.ended();
		how(pid);
		await ended;
	};
	const kill = () => end(pid => process.kill(pid, 'SIGKILL'));
	return {
		url,
		folder,
		async start() {
			await server.start();
			isRunning = true;
		},
		stop: () => end(pid => server.stop(pid)),
		kill,
		async close() {
			await kill();
			server.cleaned?.();
			fs.rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		},
	};
}
