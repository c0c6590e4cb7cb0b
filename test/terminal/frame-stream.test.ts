import {describe, expect, it} from 'vitest';
import {FrameStream, type TerminalOutput} from '../../source/terminal/frame-stream.js';
import {frameOf} from '../helpers/screen.js';

/** A terminal that takes a write only when it is told to. */
class SlowOutput implements TerminalOutput {
	readonly writes: string[] = [];
	#taken: (() => void) | null = null;

	write(text: string, taken: () => void): void {
		expect(this.#taken, 'one write at a time').toBeNull();
		this.writes.push(text);
		this.#taken = taken;
	}

	take(): void {
		const taken = this.#taken;
		this.#taken = null;
		taken?.();
	}
}

function stream() {
	const output = new SlowOutput();
	const frames = new FrameStream(output, {columns: 20, rows: 3});
	return {output, frames, draw: (text: string) => frames.draw(frameOf(text))};
}

describe('FrameStream', () => {
	it('keeps only the newest frame while the terminal is busy', () => {
		const {output, frames, draw} = stream();
		frames.open();
		draw('first');
		for (let index = 0; index < 100; index++) {
			draw(`frame ${index}`);
		}
		expect(output.writes).toHaveLength(1);
		output.take();
		expect(output.writes).toHaveLength(2);
		expect(output.writes[1]).toContain('rame 99');
		output.take();
		expect(output.writes).toHaveLength(2);
		expect(frames.sent.frames).toBe(2);
	});

	it('draws nothing before it is opened and after it is closed, and the newest frame when it is opened again', () => {
		const {output, frames, draw} = stream();
		draw('one');
		expect(output.writes).toEqual([]);
		frames.open();
		output.take();
		expect(output.writes.at(-1)).toContain('one');
		frames.close();
		draw('two');
		expect(output.writes).toHaveLength(1);
		frames.open();
		expect(output.writes.at(-1)).toContain('\u001b[2J');
		expect(output.writes.at(-1)).toContain('two');
	});

	it('draws the frame again when nothing new came while it was closed', () => {
		const {output, frames, draw} = stream();
		frames.open();
		draw('one');
		output.take();
		frames.close();
		frames.open();
		expect(output.writes.at(-1)).toContain('one');
	});

	it('settles when the last write is taken, starts none after it, and does not wait for ever', async () => {
		const {output, frames, draw} = stream();
		frames.open();
		await frames.settle(1000);
		frames.open();
		draw('one');
		draw('two');
		const settled = frames.settle(60_000);
		output.take();
		await settled;
		expect(output.writes).toHaveLength(1);
		frames.open();
		await frames.settle(1);
		expect(output.writes).toHaveLength(2);
		expect(output.writes[1]).toContain('two');
	});
});
