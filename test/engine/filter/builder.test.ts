/** FilterBuilder against libpcap itself: what is built compiles, and takes the packets that it says. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {NetanalError} from '../../../source/engine/errors.js';
import {
	FilterBuilder,
	type FilterEnd,
	type FilterPart,
	type FilterProtocol,
	ValidationError,
} from '../../../source/engine/filter/builder.js';
import {libpcapVerdicts} from '../../helpers/offline-filter.js';
import {addressBytes, bytesOf, type MadePacket} from './made-packets.js';

const filter = () => new FilterBuilder();

describe('build', () => {
	it.each<[string, FilterBuilder]>([
		['', filter()],
		['tcp', filter().protocol('tcp')],
		['tcp and port 443', filter().protocol('tcp').port(443)],
		['proto 47', filter().protocol('gre')],
		['host 2001:db8::1', filter().host('2001:0DB8:0:0::1')],
		['net 192.0.2.0/24', filter().net('192.0.2.0/24')],
		['net ::/0', filter().net('::/0')],
		['portrange 1-1024', filter().portRange(1, 1024)],
		['src host 192.0.2.1', filter().src('192.0.2.1')],
		['dst net 2001:db8::/32', filter().dst('2001:db8::/32')],
		['dst port 53', filter().dst(53)],
		['src host 192.0.2.1 and src portrange 1-9', filter().src({host: '192.0.2.1', portRange: [1, 9]})],
		['not port 22', filter().not(filter().port(22))],
		['not (tcp and port 22)', filter().not(filter().protocol('tcp').port(22))],
		['port 22', filter().not(filter().not(filter().port(22)))],
		['port 1 or port 2 or port 3', filter().or(filter().port(1), filter().port(2).or(filter().port(3)))],
		['(port 1 or port 2) and udp', filter().port(1).or(filter().port(2)).protocol('udp')],
		['(port 1 and udp) or port 2', filter().port(1).protocol('udp').or(filter().port(2))],
		[
			'udp and (port 1 or port 2)',
			filter()
				.protocol('udp')
				.and(filter().port(1).or(filter().port(2))),
		],
		['vlan 5 and vlan 6 and udp', filter().vlan(5).protocol('udp').vlan(6)],
		['vlan and (port 1 or port 2)', filter().port(1).or(filter().port(2)).vlan()],
		['vlan 5 and udp', filter().protocol('udp').and(filter().vlan(5))],
	])('%j', (text, built) => {
		expect(built.build()).toBe(text);
		expect(String(built)).toBe(text);
	});

	it('does what its documentation says', () => {
		const web = filter().protocol('tcp').or(filter().protocol('udp')).port(443);
		expect(web.net('192.0.2.0/24').not(filter().host('192.0.2.7')).build()).toBe(
			'(tcp or udp) and port 443 and net 192.0.2.0/24 and not host 192.0.2.7',
		);
	});

	it('leaves every builder as it was', () => {
		const tcp = filter().protocol('tcp');
		tcp.port(80);
		tcp.or(filter().port(9));
		tcp.not(filter().port(9));
		tcp.vlan(7);
		tcp.and(filter().host('192.0.2.1'));
		expect(tcp.build()).toBe('tcp');
	});
});

describe('what is not taken', () => {
	const any = <T>(value: unknown) => value as T;
	const tagged = filter().vlan(5);
	it.each<[FilterPart, () => FilterBuilder, RegExp]>([
		['protocol', () => filter().protocol(any('tcp or udp')), /takes one of ip, .*, not "tcp or udp"$/],
		['protocol', () => filter().protocol(any('toString')), /not "toString"/],
		['protocol', () => filter().protocol(any({toString: () => 'tcp'})), /not an object/],
		['host', () => filter().host('example.com'), /IPv4 or IPv6 address, not "example.com"/],
		['host', () => filter().host('192.0.2.1 or port 22'), /not "192.0.2.1 or port 22"/],
		['host', () => filter().host('192.0.2.256'), /address/],
		['host', () => filter().host('010.0.0.1'), /address/],
		['host', () => filter().host('fe80::1%eth0'), /address/],
		['host', () => filter().host(any(1)), /not 1$/],
		['net', () => filter().net('192.0.2.1/24'), /without host bits \(192\.0\.2\.0\/24\), not "192\.0\.2\.1\/24"/],
		['net', () => filter().net('192.0.2.0'), /network as/],
		['net', () => filter().net('192.0.2.0/33'), /network as/],
		['net', () => filter().net('2001:db8::/129'), /network as/],
		['net', () => filter().net('2001:db8::1/64'), /host bits \(2001:db8::\/64\)/],
		['net', () => filter().net('192.0.2.0/24 or tcp'), /network as/],
		['net', () => filter().net('192.0.2.0/024'), /network as/],
		['port', () => filter().port(65_536), /port from 0 to 65535, not 65536/],
		['port', () => filter().port(-1), /not -1/],
		['port', () => filter().port(1.5), /not 1.5/],
		['port', () => filter().port(Number.NaN), /not NaN/],
		['port', () => filter().port(any('80')), /not "80"/],
		['portRange', () => filter().portRange(9, 1), /the lower first, not \[9, 1\]/],
		['portRange', () => filter().portRange(0, 65_536), /two ports/],
		['src', () => filter().src('nowhere'), /address/],
		['src', () => filter().src({}), /host, net, port, portRange/],
		['src', () => filter().src(any(null)), /not null/],
		['src', () => filter().src(any({host: '192.0.2.1', name: 'x'})), /takes host, net, port and portRange, not "name"/],
		['dst', () => filter().dst({port: 70_000}), /not 70000/],
		['dst', () => filter().dst('10.1.0.0/8'), /host bits \(10\.0\.0\.0\/8\)/],
		['dst', () => filter().dst({portRange: any([1, 2, 3])}), /two ports/],
		['vlan', () => filter().vlan(4096), /0 to 4095, not 4096/],
		['vlan', () => filter().vlan(any(null)), /not null/],
		['vlan', () => filter().not(tagged), /outermost filter/],
		['vlan', () => filter().or(tagged), /outermost filter/],
		['vlan', () => tagged.or(filter().port(1)), /outermost filter/],
		['not', () => filter().not(filter()), /says nothing yet/],
		['not', () => filter().not(any('tcp')), /takes a FilterBuilder, not "tcp"/],
		['and', () => filter().and(filter()), /says nothing yet/],
		['and', () => filter().and(), /at least one/],
		['and', () => filter().and(any({build: () => 'tcp'})), /takes FilterBuilders, not an object/],
		['or', () => filter().or(), /at least one/],
		['or', () => filter().or(any(Object.create(FilterBuilder.prototype))), /takes FilterBuilders, not an object/],
	])('%s', (part, act, message) => {
		try {
			act();
		} catch (error) {
			expect(error).toBeInstanceOf(ValidationError);
			expect(error).toBeInstanceOf(NetanalError);
			const {name, code, part: named, message: words} = error as ValidationError;
			expect({name, code, named}).toEqual({name: 'ValidationError', code: 'INVALID_ARGUMENT', named: part});
			expect(words).toMatch(message);
			expect(words).not.toContain('\n');
			expect(words.length).toBeLessThan(300);
			return;
		}

		throw new Error('it was taken');
	});

	it('a filter that is too long or too deep', () => {
		const ports = Array.from({length: 6000}, (_, i) => filter().port(i));
		expect(() =>
			filter()
				.or(...ports)
				.build(),
		).toThrow(/^filter build: makes \d+ characters; a filter is at most 65536/);
		let deep = filter().port(1);
		expect(() => {
			for (let i = 0; i < 300; i++) {
				deep = deep.or(filter().port(2)).protocol('tcp');
			}
		}).toThrow(/nests more than 256 levels/);
	});
});

// The same question twice: as calls of FilterBuilder, and as a predicate that knows nothing of BPF.
type Question =
	| {ask: 'protocol'; name: FilterProtocol}
	| {ask: 'end'; way: 'both' | 'src' | 'dst'; end: FilterEnd}
	| {ask: 'not'; of: Question}
	| {ask: 'and' | 'or'; of: Question[]};

const HOSTS = [
	'192.0.2.1',
	'192.0.2.200',
	'198.51.100.7',
	'10.0.0.1',
	'2001:db8::1',
	'2001:db8:1::2',
	'fe80::1',
	'::1',
];
const NETS = [
	'192.0.2.0/24',
	'192.0.2.128/25',
	'10.0.0.1/32',
	'0.0.0.0/0',
	'2001:db8::/32',
	'2001:db8:1::/48',
	'fe80::/10',
	'::/0',
	'::1/128',
];
const PORTS = [0, 22, 53, 80, 443, 65_535];
const NUMBERS: Partial<Record<FilterProtocol, [network: 'ip' | 'ip6' | 'any', number: number]>> = {
	tcp: ['any', 6],
	udp: ['any', 17],
	sctp: ['any', 132],
	icmp: ['ip', 1],
	icmp6: ['ip6', 58],
	icmpv6: ['ip6', 58],
	igmp: ['ip', 2],
	pim: ['any', 103],
	vrrp: ['ip', 112],
	esp: ['any', 50],
	ah: ['any', 51],
	gre: ['any', 47],
	ospf: ['any', 89],
};
const NETWORKS: Partial<Record<FilterProtocol, MadePacket['network']>> = {
	ip: 'ip',
	ipv4: 'ip',
	ip6: 'ip6',
	ipv6: 'ip6',
	arp: 'arp',
	rarp: 'rarp',
};

function built(question: Question): FilterBuilder {
	switch (question.ask) {
		case 'protocol':
			return filter().protocol(question.name);
		case 'not':
			return filter().not(built(question.of));
		case 'and':
			return filter().and(...question.of.map(built));
		case 'or':
			return filter().or(...question.of.map(built));
		case 'end': {
			if (question.way !== 'both') {
				return filter()[question.way](question.end);
			}
			const {host, net, port, portRange} = question.end;
			let builder = filter();
			if (host !== undefined) {
				builder = builder.host(host);
			}
			if (net !== undefined) {
				builder = builder.net(net);
			}
			if (port !== undefined) {
				builder = builder.port(port);
			}
			return portRange === undefined ? builder : builder.portRange(...portRange);
		}
	}
}

function means(question: Question, packet: MadePacket): boolean {
	switch (question.ask) {
		case 'protocol': {
			const {name} = question;
			if (NETWORKS[name]) {
				return packet.network === NETWORKS[name];
			}
			const [network, number] = NUMBERS[name]!;
			const carried = packet.network === 'ip' || packet.network === 'ip6';
			return carried && (network === 'any' || packet.network === network) && packet.protocol === number;
		}
		case 'not':
			return !means(question.of, packet);
		case 'and':
			return question.of.every(part => means(part, packet));
		case 'or':
			return question.of.some(part => means(part, packet));
		case 'end': {
			const {host, net, port, portRange} = question.end;
			const hasPorts =
				(packet.network === 'ip6' || (packet.network === 'ip' && !packet.fragment)) &&
				[6, 17, 132].includes(packet.protocol);
			const either = (test: (address: string, port: number) => boolean) =>
				(question.way !== 'dst' && test(packet.source, packet.sourcePort)) ||
				(question.way !== 'src' && test(packet.destination, packet.destinationPort));
			return (
				(host === undefined || either(address => within(address, addressBytes(host), 128))) &&
				(net === undefined ||
					either(address => within(address, addressBytes(net.split('/')[0]), Number(net.split('/')[1])))) &&
				(port === undefined || (hasPorts && either((_, given) => given === port))) &&
				(portRange === undefined || (hasPorts && either((_, given) => given >= portRange[0] && given <= portRange[1])))
			);
		}
	}
}

function within(address: string, network: number[], length: number): boolean {
	const bytes = addressBytes(address);
	const bits = (of: number[]) =>
		of
			.map(byte => byte.toString(2).padStart(8, '0'))
			.join('')
			.slice(0, length);
	return bytes.length === network.length && bits(bytes) === bits(network);
}

const port = fc.oneof(fc.constantFrom(...PORTS), fc.nat(65_535));
const end: fc.Arbitrary<FilterEnd> = fc.oneof(
	fc.record({host: fc.constantFrom(...HOSTS)}),
	fc.record({net: fc.constantFrom(...NETS)}),
	fc.record({port}),
	fc.record({portRange: fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as [number, number])}),
	fc.record({host: fc.constantFrom(...HOSTS), port}),
);
const leaf: fc.Arbitrary<Question> = fc.oneof(
	fc.record({
		ask: fc.constant('protocol' as const),
		name: fc.constantFrom(...(Object.keys({...NUMBERS, ...NETWORKS}) as FilterProtocol[])),
	}),
	fc.record({
		ask: fc.constant('end' as const),
		way: fc.constantFrom('both' as const, 'src' as const, 'dst' as const),
		end,
	}),
);
const question = fc.letrec<{question: Question}>(tie => ({
	question: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		leaf,
		fc.record({ask: fc.constant('not' as const), of: tie('question')}),
		fc.record({
			ask: fc.constantFrom('and' as const, 'or' as const),
			of: fc.array(tie('question'), {minLength: 1, maxLength: 3}),
		}),
	),
})).question;

const [ipv4, ipv6] = [HOSTS.filter(host => !host.includes(':')), HOSTS.filter(host => host.includes(':'))];
const packet: fc.Arbitrary<MadePacket> = fc
	.record({
		tags: fc.constant([] as number[]),
		network: fc.constantFrom(
			'ip' as const,
			'ip' as const,
			'ip6' as const,
			'ip6' as const,
			'arp' as const,
			'rarp' as const,
		),
		protocol: fc.constantFrom(6, 6, 17, 17, 132, 1, 2, 47, 50, 51, 58, 89, 103, 112),
		from: fc.nat(ipv4.length - 1),
		to: fc.nat(ipv4.length - 1),
		sourcePort: port,
		destinationPort: port,
		fragment: fc.boolean(),
	})
	.map(({from, to, ...rest}) => {
		const hosts = rest.network === 'ip6' ? ipv6 : ipv4;
		return {...rest, source: hosts[from], destination: hosts[to]};
	});
const packets = fc.array(packet, {minLength: 20, maxLength: 20});

describe('with libpcap', () => {
	it('every expression compiles and takes exactly the packets that it says', () => {
		fc.assert(
			fc.property(question, packets, (asked, made) => {
				const verdicts = libpcapVerdicts(built(asked).build(), made.map(bytesOf));
				expect(verdicts).toEqual(made.map(each => means(asked, each)));
			}),
			{numRuns: 1000},
		);
	});

	it('vlan holds for the whole filter, whatever else it says', () => {
		const tag = fc.nat(3);
		fc.assert(
			fc.property(
				question,
				fc.array(fc.option(tag), {minLength: 1, maxLength: 2}),
				packets,
				fc.array(tag),
				(asked, tags, made, worn) => {
					const tagged = made.map((each, i) => ({...each, tags: worn.slice(0, i % 4)}));
					let wanted = built(asked);
					for (const id of tags) {
						wanted = wanted.vlan(id ?? undefined);
					}
					const verdicts = libpcapVerdicts(wanted.build(), tagged.map(bytesOf));
					// Behind fewer tags than are worn there is another tag, and nothing to find but what is denied.
					const bare = tagged.map(each => ({...each, tags: each.tags.slice(tags.length)}));
					const inside = libpcapVerdicts(built(asked).build(), bare.map(bytesOf));
					expect(verdicts).toEqual(
						tagged.map(
							(each, i) =>
								inside[i] && tags.every((id, at) => each.tags.length > at && (id ?? each.tags[at]) === each.tags[at]),
						),
					);
				},
			),
			{numRuns: 300},
		);
	});

	it('nothing that is passed in becomes another part of the expression', () => {
		const text = fc.oneof(
			fc.string({unit: 'binary'}),
			fc
				.tuple(
					fc.constantFrom(...HOSTS, ...NETS, 'tcp', '80', ''),
					fc.constantFrom(' or ', ') or (', '\0', '\n', ' and not ', '/'),
					fc.string(),
				)
				.map(parts => parts.join('')),
			fc.ipV4(),
			fc.ipV6(),
			fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, length]) => `${address}/${length}`),
		);
		const parts = ['host', 'net', 'src', 'dst', 'protocol', 'port', 'vlan'] as const;
		const shapes = /^(?:(?:src |dst )?(?:host [0-9a-f.:]+|net [0-9a-f.:]+\/\d{1,3})|[a-z]+6?|proto \d+)$/;
		fc.assert(
			fc.property(fc.constantFrom(...parts), text, (part, given) => {
				let expression: string;
				try {
					expression = (filter()[part] as (value: unknown) => FilterBuilder).call(filter(), given).build();
				} catch (error) {
					expect(error).toBeInstanceOf(ValidationError);
					expect((error as ValidationError).part).toBe(part);
					return;
				}

				expect(expression).toMatch(shapes);
				expect(libpcapVerdicts(expression, [])).toEqual([]);
			}),
			{numRuns: 1000},
		);
	});
});
