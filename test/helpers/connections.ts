/** Connections of TCP within this process. */
import {once} from 'node:events';
import net, {type AddressInfo} from 'node:net';

/** @param listen address of the server @param to what its client is told @param closers take what ends all of it */
export async function connection(listen: string, to: string, closers: (() => void)[]) {
	const server = net.createServer();
	const accepted = once(server, 'connection');
	server.listen(0, listen);
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const client = net.connect(port, to);
	await once(client, 'connect');
	const [peer] = (await accepted) as [net.Socket];
	closers.push(
		() => server.close(),
		() => client.destroy(),
		() => peer.destroy(),
	);
	return {server, client, peer, port, own: client.localPort!};
}
