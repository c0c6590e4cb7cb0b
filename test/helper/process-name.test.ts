import {expect, it} from 'vitest';
import {nameOf} from '../../source/helper/process-name.js';

it.each([
	['curl', '/usr/bin/curl', ['curl', 'https://user:secret@example.com'], 'curl'],
	// Node 24 renames its first thread
	['MainThread', '/usr/local/bin/node', ['/usr/local/bin/node', 'server.js'], 'node'],
	['node', '/usr/local/bin/node', ['my-server'], 'node'],
	['nginx', '/usr/sbin/nginx', ['nginx: worker process'], 'nginx'],
	['postgres', '/usr/lib/postgresql/15/bin/postgres', ['postgres: walwriter '], 'postgres'],
	// 15 bytes are what the kernel keeps
	['systemd-resolve', '/usr/lib/systemd/systemd-resolved', ['/usr/lib/systemd/systemd-resolved'], 'systemd-resolved'],
	['wget', '/bin/busybox', ['wget', '-q'], 'wget'],
	['certbot', '/usr/bin/python3.11', ['/usr/bin/python3', '/usr/bin/certbot'], 'certbot'],
	['bash', '/usr/bin/bash', ['-bash'], 'bash'],
	['(sd-pam)', '/usr/lib/systemd/systemd', ['(sd-pam)'], '(sd-pam)'],
	['old', '/usr/bin/old (deleted)', ['old'], 'old'],
	['renamed', null, ['/opt/tool', '--password=secret'], 'tool'],
	['kworker/0:1', null, [], 'kworker/0:1'],
	// what a program wrote over its arguments is not its name
	['x', '/opt/x y', ['secret and more'], 'x y'],
])('%s of %s, called %j, is %s', (comm, exe, args, name) => {
	expect(nameOf({comm, exe, arguments: args})).toBe(name);
});
