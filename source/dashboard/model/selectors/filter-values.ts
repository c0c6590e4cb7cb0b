/** Values that fields of the view filter have in what is shown: what Tab can put in. */
import {TCP_STATES} from '../../../engine/rows.js';
import type {Endpoint} from '../../../engine/snapshot.js';
import type {Size} from '../../../terminal/frame-stream.js';
import type {KnownValues} from '../filter-completion.js';
import type {Parts} from '../state.js';
import type {CommandLineModel} from './command-line.js';
import {shownView} from './view.js';

/** Limits that people ask by: one word leads to the next larger. */
const LIMITS = {
	rtt: ['>20ms', '>50ms', '>100ms', '>200ms', '>500ms', '>1s'],
	retrans: ['>0', '>1%', '>5%', '>10%'],
};

const WAYS = ['in', 'out'];

const PROTOCOLS = ['ipv4', 'ipv6', 'tcp', 'udp', 'sctp'];

export function filterValues(state: Parts<'capture' | 'time'>): KnownValues {
	const view = shownView(state);
	if (view === null) {
		return {...LIMITS, dir: WAYS, state: TCP_STATES, proto: PROTOCOLS};
	}
	const {protocols, processes, groups, interfaces, vlans} = view.snapshot;
	const {lists, own} = view.rates;
	const hosts = [...[...lists.talkers.values()].map(({item}) => item), ...(own?.largest ?? [])];
	const of = (field: (host: Endpoint) => string | null | undefined) =>
		hosts.flatMap(host => {
			const value = field(host);
			return value == null ? [] : [value];
		});
	return {
		...LIMITS,
		dir: WAYS,
		if: (interfaces ?? []).flatMap(({name, index}) => name ?? (index === null ? [] : String(index))),
		state: TCP_STATES,
		proto: PROTOCOLS,
		app: [
			...[...protocols.application].sort((a, b) => b.bytes - a.bytes).map(({name}) => name),
			...[...lists.flows.values()].flatMap(({item}) => item.applications ?? []),
		],
		host: [...of(({name}) => name), ...of(({address}) => address)],
		port: [...lists.flows.values()].map(({item}) => String(Math.min(item.a.port, item.b.port))),
		proc: (processes?.top ?? []).map(({name}) => name),
		vlan: [...(vlans ?? []).map(({id}) => String(id)), 'several'],
		country: (groups?.countries ?? []).flatMap(({country}) => country ?? []),
		asn: (groups?.asns ?? []).flatMap(({asn}) => (asn === null ? [] : String(asn))),
		city: of(({city}) => city),
		vendor: of(({vendor}) => vendor),
		mac: of(({mac}) => mac),
	};
}

/** What is drawn above the view filter; null while nothing is completed. */
export const completionModel = ({overlays, size}: Parts<'overlays'> & {size: Size}): CommandLineModel | null =>
	overlays.completion && {
		title: 'View filter',
		suggestions: overlays.completion.words.map(({text, description}) => ({line: text, description})),
		chosen: overlays.completion.chosen,
		size,
	};
