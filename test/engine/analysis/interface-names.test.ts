/** Names of interfaces by their indices, from files as the kernel writes them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {InterfaceNames} from '../../../source/engine/analysis/interface-names.js';

let folder: string;
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-names-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

const write = (name: string, text: string) => {
	fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
	fs.writeFileSync(path.join(folder, name), text);
};

it('asks three lists, this network namespace before /sys, and again at most once a second', () => {
	let now = 0;
	const names = new InterfaceNames(() => now, {proc: path.join(folder, 'proc'), sys: path.join(folder, 'sys')});
	expect(names.of(1)).toBeNull();
	write(
		'proc/igmp',
		'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n12\tveth-long-name1:     1      V3\n',
	);
	write('proc/if_inet6', 'fe80000000000000020000fffe000002 1f 40 20 80    wan.5\n');
	write('sys/dummy0/ifindex', '7\n');
	write('sys/other/ifindex', '1\n');
	expect(names.of(1)).toBeNull();
	now = 1000;
	expect([1, 12, 31, 7, 8].map(index => names.of(index))).toEqual(['lo', 'veth-long-name1', 'wan.5', 'dummy0', null]);
	fs.rmSync(path.join(folder, 'proc'), {recursive: true});
	now = 5000;
	expect([8, 12].map(index => names.of(index))).toEqual([null, 'veth-long-name1']);
});

it.skipIf(process.platform !== 'linux')('tells names apart that differ in bytes which are not UTF-8', () => {
	const raw = (text: string) => Buffer.from(text, 'latin1');
	write('proc/x', '');
	fs.writeFileSync(
		path.join(folder, 'proc/igmp'),
		raw('3\tw\xe9       :     1      V3\n4\tw\xe8       :     1      V3\n'),
	);
	fs.writeFileSync(path.join(folder, 'proc/if_inet6'), raw('fe80000000000000020000fffe000002 05 40 20 80    w\xe7\n'));
	const device = Buffer.concat([Buffer.from(`${folder}/sys/w`), Buffer.of(0xe6)]);
	fs.mkdirSync(device, {recursive: true});
	fs.writeFileSync(Buffer.concat([device, Buffer.from('/ifindex')]), '6\n');
	const names = new InterfaceNames(() => 0, {proc: path.join(folder, 'proc'), sys: path.join(folder, 'sys')});
	expect([3, 4, 5, 6].map(index => names.of(index))).toEqual(["$'w\\xe9'", "$'w\\xe8'", "$'w\\xe7'", "$'w\\xe6'"]);
});

it.skipIf(process.platform !== 'linux')('knows the loopback of this machine', () => {
	expect(new InterfaceNames(() => 0).of(1)).toBe('lo');
});
