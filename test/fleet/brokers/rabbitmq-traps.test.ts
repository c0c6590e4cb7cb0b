/** What RabbitMQ and its client do that is easily overlooked, each on the real server. */
import net from 'node:net';
import {afterAll, beforeAll, expect, it, vi} from 'vitest';
import type {BrokerOptions} from '../../../source/fleet/broker/broker.js';
import {rabbitmq} from '../../../source/fleet/broker/rabbitmq.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {encode} from '../../../source/fleet/message/codec.js';
import {rabbitMq, type TestRabbitMq} from '../../helpers/brokers.js';
import {until} from '../../helpers/until.js';
import {MadeSensor} from '../made-sensor.js';

const EPOCH = 1_700_000_000;

let broker: TestRabbitMq;
const options = (): BrokerOptions => ({url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'a'});

function message(sensor: MadeSensor) {
	const {sender, state} = sensor.message(EPOCH);
	return {...sender, bytes: encode(state)};
}

/** What `rabbitmqctl` lists: an object per line. */
const list = async (...words: string[]): Promise<Record<string, unknown>[]> =>
	JSON.parse(await broker.control('-q', '--formatter', 'json', ...words));

beforeAll(async () => {
	broker = await rabbitMq();
	await broker.start();
}, 120_000);
afterAll(() => broker?.close(), 60_000);

it('what it confirms and no queue takes is a failure; the next one is stored once a queue takes it', async () => {
	const publisher = await rabbitmq.publisher(options());
	const sensor = new MadeSensor('a');
	await publisher.publish(message(sensor));
	await broker.control('eval', UNBIND);
	await expect(publisher.publish(message(sensor))).rejects.toThrow(
		/^no queue takes sensor\.a\.\w+: start netanal-tui fleet once/,
	);
	const subscription = await rabbitmq.subscribe(options(), {hear: () => {}, connected: () => {}});
	await publisher.publish(message(sensor));
	await subscription.close();
	await publisher.close();
}, 60_000);

/** As it is while bindings recover: the exchange is there, and leads nowhere. */
const UNBIND = `
	X = rabbit_misc:r(<<"/">>, exchange, <<"netanal">>),
	[rabbit_binding:remove(B, <<"test">>) || B <- rabbit_binding:list_for_source(X)].`;

it('is waited for while its stream starts; one that is lost is told of', async () => {
	const listener = {hear: () => {}, connected: () => {}};
	await (await rabbitmq.subscribe(options(), listener)).close();
	await broker.control('eval', NOT_STARTED);
	await expect(rabbitmq.subscribe(options(), listener)).rejects.toThrow(/ starts, or has lost netanal\.sensors: see/);
	await broker.control('eval', STARTS_ONCE_ASKED);
	await (await rabbitmq.subscribe(options(), listener)).close();
}, 60_000);

/** As it is for some time after a start: the stream is known and does not run. */
const NOT_STARTED = `
	mnesia:dirty_delete(rabbit_queue, rabbit_misc:r(<<"/">>, queue, <<"netanal.sensors">>)).`;
/** It runs a moment after somebody has come: the server does it, since `rabbitmqctl` may take longer to start than anybody waits. */
const STARTS_ONCE_ASKED = `
	spawn(fun Wait() ->
		case rabbit_networking:connections() of
			[] -> timer:sleep(20), Wait();
			_ ->
				timer:sleep(600),
				[Q] = mnesia:dirty_read(rabbit_durable_queue, rabbit_misc:r(<<"/">>, queue, <<"netanal.sensors">>)),
				mnesia:dirty_write(rabbit_queue, Q)
		end
	end).`;

it('nothing waits for more to send with it, and a stream is read on a connection of its own', async () => {
	const noDelay = vi.spyOn(net.Socket.prototype, 'setNoDelay');
	const heard: string[] = [];
	const publisher = await rabbitmq.publisher(options());
	const subscription = await rabbitmq.subscribe(options(), {
		hear: ({sensor}) => void heard.push(sensor),
		connected: () => {},
	});
	await publisher.publish(message(new MadeSensor('b')));
	await until(() => heard.includes('b'));
	expect(noDelay.mock.calls).toEqual([[true], [true]]);
	noDelay.mockRestore();
	const channels = await list('list_channels', 'connection', 'consumer_count', 'confirm', 'prefetch_count');
	const of = (is: (channel: Record<string, unknown>) => boolean) =>
		channels.filter(is).map(each => String(each.connection));
	const [readers, writers] = [of(each => each.consumer_count === 1), of(each => each.confirm === true)];
	expect([readers.length, writers.length]).toEqual([1, 1]);
	expect(readers).not.toEqual(writers);
	// what is not read stays at the server
	expect(channels.find(each => each.consumer_count === 1)?.prefetch_count).toBe(256);
	await subscription.close();
	await publisher.close();
}, 60_000);
