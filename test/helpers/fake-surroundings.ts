import type {Surroundings} from '../../source/dashboard/effects.js';

/** A world that notes what it is asked for; `answers` stand in for single parts of it. */
export function fakeSurroundings(answers: Partial<Surroundings> = {}): Surroundings & {asked: string[]} {
	const asked: string[] = [];
	return {
		asked,
		exportSnapshot: async (_, format) => {
			asked.push(`export ${format}`);
			return `/home/user/captures/netanal-eth0-20260213-140501.${format}`;
		},
		changeFolder: async name => {
			asked.push(`folder ${name}`);
			return `/home/user/${name}`;
		},
		interfaces: async () => [
			{id: 'eth0', label: 'eth0', detail: 'up  192.0.2.1/24'},
			{id: 'wlan0', label: 'wlan0', detail: 'no link'},
		],
		switchTo: async (name, filter) => {
			asked.push(`switch ${name} ${filter}`);
			return ['192.0.2.77'];
		},
		startWriting: async only => {
			asked.push(only === undefined ? 'start writing' : `start writing ${JSON.stringify(only)}`);
			return '/home/user/captures/netanal-eth0.pcap';
		},
		stopWriting: async () => {
			asked.push('stop writing');
			return 'written /home/user/captures/netanal-eth0.pcap: 12 packets';
		},
		rememberFilters: past => asked.push(`remember ${past.join(';')}`),
		copy: text => asked.push(`copy ${text}`),
		notify: text => asked.push(`notify ${text}`),
		suspend: () => asked.push('suspend'),
		redraw: () => asked.push('redraw'),
		quit: () => asked.push('quit'),
		...answers,
	};
}
