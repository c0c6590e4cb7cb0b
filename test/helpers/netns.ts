/**
 * Two network namespaces joined by a veth pair, where nothing speaks but the test: no IPv6 autoconfiguration, no ARP. What
 * is replayed into `sender`'s end arrives at `receiver`'s, so that counts can be exact.
 *
 *   namespace SENDER            namespace RECEIVER
 *   veth0 ─────────────────────── veth0
 */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';

/** The interface's name in both namespaces. */
export const INTERFACE = 'veth0';

/** Why live tests cannot run here, or null. */
export function liveTestObstacle(): string | null {
	if (process.platform !== 'linux') {
		return 'network namespaces need Linux';
	}
	if (process.getuid?.() !== 0) {
		return 'network namespaces need root';
	}
	for (const [command, version] of [
		['ip', '-V'],
		['tcpreplay', '-V'],
	]) {
		if (spawnSync(command, [version]).error) {
			return `${command} is missing: sh scripts/setup.sh --test`;
		}
	}
	return null;
}

let serial = 0;

export class NetworkPair {
	readonly sender: string;
	readonly receiver: string;
	readonly #children = new Set<ChildProcess>();

	constructor() {
		const base = `netanal-${process.pid}-${serial++}`;
		this.sender = `${base}-a`;
		this.receiver = `${base}-b`;
		try {
			for (const name of [this.sender, this.receiver]) {
				ip('netns', 'add', name);
				const off = ['net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1'];
				run('ip', ['netns', 'exec', name, 'sysctl', '-qw', ...off]);
				ip('-n', name, 'link', 'set', 'lo', 'up');
			}
			const peer = ['peer', 'name', INTERFACE, 'netns', this.receiver];
			ip('link', 'add', INTERFACE, 'netns', this.sender, 'type', 'veth', ...peer);
			for (const name of [this.sender, this.receiver]) {
				ip('-n', name, 'link', 'set', INTERFACE, 'arp', 'off', 'up');
			}
			for (const name of [this.sender, this.receiver]) {
				untilLinked(name);
			}
		} catch (error) {
			this.close();
			throw error;
		}
	}

	/** `ip` on the receiver's side, e.g. `link`, `set`, `veth0`, `down`. */
	ipReceiver(...parameters: string[]): void {
		ip('-n', this.receiver, ...parameters);
	}

	/** The same on the sender's side. */
	ipSender(...parameters: string[]): void {
		ip('-n', this.sender, ...parameters);
	}

	/** Gives the receiver name servers that never answer; their traffic leaves by an interface of its own. */
	silenceNameServers(): void {
		const name = this.receiver;
		ip('link', 'add', 'dns0', 'netns', name, 'type', 'veth', 'peer', 'name', 'dns0', 'netns', this.sender);
		ip('-n', name, 'address', 'add', '192.0.2.1/24', 'dev', 'dns0');
		for (const side of [name, this.sender]) {
			ip('-n', side, 'link', 'set', 'dns0', 'arp', 'off', 'up');
		}
		fs.mkdirSync(`/etc/netns/${name}`, {recursive: true});
		// `ip netns exec` puts this file over /etc/resolv.conf.
		fs.writeFileSync(`/etc/netns/${name}/resolv.conf`, 'nameserver 192.0.2.2\nnameserver 192.0.2.3\n');
	}

	/** A process inside a namespace; killed by `close` if it still runs. */
	spawn(namespace: string, command: string, parameters: string[]): ChildProcess {
		const child = spawn('ip', ['netns', 'exec', namespace, command, ...parameters], {
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		this.#children.add(child);
		child.once('exit', () => this.#children.delete(child));
		return child;
	}

	/**
	 * Sends a capture file from the sender's end.
	 *
	 * @param packetsPerSecond 0 = as fast as it goes
	 * @param atOnce packets of one burst
	 * @returns packets sent
	 * @throws Error when a packet was not sent
	 */
	async replay(file: string, packetsPerSecond: number, atOnce = 1): Promise<number> {
		const pace = packetsPerSecond === 0 ? ['--topspeed'] : ['--pps', String(packetsPerSecond)];
		// tcpreplay sleeps between bursts, where it would spin from packet to packet
		if (atOnce > 1) {
			pace.push('--pps-multi', String(atOnce), '--timer', 'nano');
		}
		const child = this.spawn(this.sender, 'tcpreplay', ['-i', INTERFACE, '--preload-pcap', ...pace, file]);
		let output = '';
		child.stdout?.on('data', chunk => {
			output += chunk;
		});
		child.stderr?.on('data', chunk => {
			output += chunk;
		});
		const code = await new Promise<number | null>(resolve => child.once('close', resolve));
		const sent = Number(/Successful packets:\s+(\d+)/.exec(output)?.[1] ?? Number.NaN);
		const failed = Number(/Failed packets:\s+(\d+)/.exec(output)?.[1] ?? Number.NaN);
		if (code !== 0 || failed !== 0) {
			throw new Error(`tcpreplay: status ${code}\n${output}`);
		}
		return sent;
	}

	/**
	 * Sends a capture file from the sender's end, over and over and as fast as it goes, until `stop`.
	 */
	flood(file: string): {stop(): Promise<void>} {
		const child = this.spawn(this.sender, 'tcpreplay', [
			...['-i', INTERFACE, '--preload-pcap', '--topspeed', '--loop=0', '-q', file],
		]);
		child.stdout?.resume();
		child.stderr?.resume();
		const closed = new Promise<void>(resolve => child.once('close', () => resolve()));
		return {
			stop: () => {
				child.kill('SIGKILL');
				return closed;
			},
		};
	}

	/** Ends what runs inside, and removes both namespaces and with them the pair. */
	close(): void {
		for (const child of this.#children) {
			child.kill('SIGKILL');
		}
		for (const name of [this.sender, this.receiver]) {
			spawnSync('ip', ['netns', 'del', name]);
			fs.rmSync(`/etc/netns/${name}`, {recursive: true, force: true});
		}
	}
}

/** Returns when the kernel says of the interface that it has a link: that takes a second or more where namespaces come and go. */
function untilLinked(namespace: string): void {
	while (!run('ip', ['-n', namespace, 'link', 'show', INTERFACE]).includes('state UP')) {}
}

function ip(...parameters: string[]): void {
	run('ip', parameters);
}

/** @returns what it wrote */
function run(command: string, parameters: string[]): string {
	const result = spawnSync(command, parameters, {encoding: 'utf8'});
	if (result.status !== 0) {
		throw new Error(`${command} ${parameters.join(' ')}: ${result.stderr || result.error}`);
	}
	return result.stdout;
}
