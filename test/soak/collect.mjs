// Loaded before the program by `--import`, with `--expose-gc`: every thread collects its garbage twice a minute, so that what
// is resident just after it is what is kept. The program knows nothing of it.
const EVERY = 30_000;
const real = performance.now.bind(performance);
let next = real() + EVERY;

function collect() {
	if (real() < next) return;
	next = real() + EVERY;
	globalThis.gc();
}

// The workers that never go back to their event loop read the clock in every round.
performance.now = () => {
	collect();
	return real();
};
setInterval(collect, 1000).unref();
