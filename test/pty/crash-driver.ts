/** A program that takes the screen as the dashboard does and then ends in a way that nobody planned. */
import process from 'node:process';
import {openDevice, openKeyboard, openOutput} from '../../source/terminal/device.js';
import {Endings} from '../../source/terminal/endings.js';
import {FrameStream} from '../../source/terminal/frame-stream.js';
import {installLifecycle} from '../../source/terminal/lifecycle.js';
import {Screen} from '../../source/terminal/screen.js';

const device = openDevice(process.stdout, openOutput(process.stdout.fd), openKeyboard()!);
const frames = new FrameStream(device.output, device.size());
const screen = new Screen(device, frames);
const lifecycle = installLifecycle(screen, device, new Endings(), {onEnd() {}, onResume() {}, onNotStopped() {}});
lifecycle.begin();
frames.draw([{x: 0, y: 0, width: 20, height: 1, lines: ['\u001b[7mhalf a frame']}]);

device.onInput(() => {
	switch (process.argv[2]) {
		case 'throws':
			throw new Error('something broke');
		case 'speaks':
			throw new Error('\u001b]0;owned\u0007');
		case 'rejects':
			void Promise.reject(new Error('something broke'));
			break;
		default:
			process.exit(3);
	}
});
