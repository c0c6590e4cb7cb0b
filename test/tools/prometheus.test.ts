/** `--metrics` beside Debian's Prometheus: the commands of docs/prometheus.md as they stand, and the queries of the Grafana dashboard. */
import fs from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {echo, message, NOERROR, QUERY, udp} from '../engine/collector/health/frames.js';
import {data, frame, handshake, type Segment} from '../engine/collector/health/segments.js';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';
import {blocksOf, Workplace} from '../helpers/documented.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {secretTraffic} from '../helpers/secret-traffic.js';
import {until} from '../helpers/until.js';

const [CAPTURE, CHECK, PROMETHEUS, QUERIES] = blocksOf('docs/prometheus.md', 'sh');
const [CONFIG, TOKEN_CONFIG] = blocksOf('docs/prometheus.md', 'yaml');
const dashboard = JSON.parse(fs.readFileSync(new URL('../../media/grafana-dashboard.json', import.meta.url), 'utf8'));
const EXPRESSIONS: string[] = dashboard.panels.flatMap(({targets}: {targets: {expr: string}[]}) =>
	targets.map(({expr}) => expr),
);

/** Two round trips, two segments that are sent again, an echo with its reply, and a DNS query with its answer. */
function retransmitting(): Buffer {
	const answer = (ack: number): Segment => ({from: 'b', at: 0, flags: 'A', seq: 5001, ack});
	const segments = [
		...handshake(),
		...[data(0, 1001), answer(1101), data(0, 1101), answer(1201)],
		...[data(0, 1001), data(0, 1101)],
	];
	const others = [
		echo(3, 4, '08', 7, 1),
		echo(4, 3, '00', 7, 1),
		udp(3, 4000, 4, 53, message(1, QUERY)),
		udp(4, 53, 3, 4000, message(1, NOERROR)),
	].map(hex => Buffer.from(hex.replaceAll(' ', ''), 'hex'));
	const frames = [...segments.map(frame), ...others];
	return Buffer.concat([pcapHeader('little'), ...frames.map(bytes => pcapRecord('little', 0, 0, bytes))]);
}

describeLive('metrics and Prometheus', 60_000, () => {
	const live = useLive({packets: {sent: 3000}});
	let place: Workplace;
	beforeEach(() => {
		place = new Workplace(live.network.receiver);
		live.network.ipReceiver('link', 'set', 'veth0', 'down');
		live.network.ipReceiver('link', 'set', 'veth0', 'name', 'eth0', 'up');
	});
	afterEach(() => place.close());

	/** The values of a query, its labels as text before each. */
	function query(expression: string): string[] {
		const url = 'http://127.0.0.1:9090/api/v1/query';
		const {output} = place.run(`curl -sfG ${url} --data-urlencode 'query=${expression}'`);
		if (output === '') {
			return [];
		}
		const {status, data} = JSON.parse(output);
		expect({expression, status}).toEqual({expression, status: 'success'});
		return data.result.map(({metric, value}: {metric: Record<string, string>; value: [number, string]}) => {
			const labels = Object.entries(metric).filter(([name]) => !['__name__', 'instance', 'job'].includes(name));
			return [...labels.map(([name, label]) => `${name}=${label}`), value[1]].join(' ');
		});
	}

	/** The document's Prometheus, asking five times a second. */
	function startPrometheus() {
		fs.writeFileSync(place.file('prometheus.yml'), `global:\n  scrape_interval: 200ms\n${CONFIG}`);
		return place.start(PROMETHEUS);
	}

	it('has the figures right after a known number of packets, answers every query of the dashboard, and forgets what is over', async () => {
		const capture = place.start(CAPTURE.replace('-q', '-q --metrics-top 2'));
		await untilOpen(capture.pid);
		startPrometheus();
		await until(() => query('up')[0] === '1' && query('netanal_packets_total')[0] === '0');
		const talks = path.join(live.folder, 'talks.pcap');
		fs.writeFileSync(talks, secretTraffic());
		const sent = live.known.sent.packets + (await live.network.replay(talks, 0));
		const tcp = path.join(live.folder, 'tcp.pcap');
		fs.writeFileSync(tcp, retransmitting());
		const withTcp = sent + (await live.network.replay(tcp, 0));
		await live.network.replay(live.file.sent, 20_000);
		await until(() => query('netanal_packets_total')[0] === String(withTcp));
		// the known traffic has segments of one number, too
		const {output: told} = place.run('curl -s http://127.0.0.1:9464/metrics');
		const [, again] = /kind="retransmission"} (\d+)/.exec(told) ?? [];
		const [, trips] = /round_trip_seconds_count (\d+)/.exec(told) ?? [];
		expect(Number(again)).toBeGreaterThanOrEqual(2);
		expect(Number(trips)).toBeGreaterThanOrEqual(2);
		expect(query('netanal_tcp_events_total{kind="retransmission"}')).toEqual([`kind=retransmission ${again}`]);
		expect(query('netanal_tcp_round_trip_seconds_count')).toEqual([trips]);
		expect(query('sum(netanal_protocol_packets_total{layer="network"})')).toEqual([String(withTcp)]);
		expect(query('sum by (by) (netanal_dropped_packets_total)').sort()).toEqual([
			'by=interface 0',
			'by=kernel 0',
			'by=queue 0',
		]);
		expect(query('netanal_endpoint_bytes_total{direction="sent"}').sort()).toEqual([
			`address=10.0.0.1 direction=sent ${live.known.sent.bytes}`,
			'address=10.0.0.2 direction=sent 0',
		]);
		expect(query('netanal_packet_size_bytes_count')).toEqual([String(withTcp)]);

		expect(EXPRESSIONS.length).toBeGreaterThan(10);
		for (const expression of EXPRESSIONS) {
			const asked = expression.replaceAll('$instance', '.+').replaceAll(/\$__(rate_interval|range)/g, '1m');
			let values: string[] = [];
			await until(() => {
				values = query(asked);
				return values.length > 0;
			});
			expect({asked, unknown: values.filter(value => value.endsWith('NaN'))}).toEqual({asked, unknown: []});
		}
		const [total, byTransport, lost] = QUERIES.trim()
			.split('\n')
			.map(line => place.run(line));
		expect([total.status, byTransport.status, lost.status]).toEqual([0, 0, 0]);
		expect(total.output).toContain(`=> ${withTcp} @`);
		expect(byTransport.output).toMatch(/\{protocol="tcp"\} => \d+ @/);
		expect(lost.output).toMatch(/\{\} => 0 @/);
		expect(place.run(CHECK)).toEqual({status: 0, output: ''});

		await capture.end();
		await until(() => query('up')[0] === '0');
		expect(query('{__name__=~"netanal_.*"}')).toEqual([]);
	});

	it('shows a configuration with a token that Prometheus takes', () => {
		fs.writeFileSync(place.file('token'), 'c2VjcmV0\n');
		fs.writeFileSync(place.file('prometheus.yml'), TOKEN_CONFIG);
		expect(place.run('promtool check config prometheus.yml').status).toBe(0);
	});
});
