// The import table of docs/architecture.md, enforced by `npm run lint`.
// What anyone may import.
const COMMON = '^source/(format/(sanitize|raw-name|csv|parquet)|engine/errors)\\.ts$';

const leaf = (name, folder) => ({
	name: `${name}-is-a-leaf`,
	comment: `${folder} takes values in and gives values out: it imports nothing of ours but types and its own files.`,
	severity: 'error',
	from: {path: `^${folder}/`},
	to: {path: '^source/', pathNot: [`^${folder}/`, COMMON], dependencyTypesNot: ['type-only']},
});

const only = (name, folder, allowed) => ({
	name: `${name}-imports`,
	comment: `${folder} may import ${allowed.join(', ')} and types; see the table in docs/architecture.md.`,
	severity: 'error',
	from: {path: `^${folder}/`},
	to: {
		path: '^source/',
		pathNot: [`^${folder}/`, COMMON, ...allowed.map(path => `^${path}`)],
		dependencyTypesNot: ['type-only'],
	},
});

/** A floor of the dashboard: what it may import of the dashboard, types included. */
const floor = (name, folder, allowed) => ({
	name: `dashboard-${name}-looks-down`,
	comment: `${folder} may import ${allowed.join(', ') || 'nothing else'} of the dashboard; see docs/architecture.md.`,
	severity: 'error',
	from: {path: `^${folder}/`},
	to: {path: '^source/dashboard/', pathNot: [`^${folder}/`, ...allowed.map(path => `^${path}`)]},
});

/** Where the program's own threads and files are found. */
const PARTS = 'source/parts/(parts|helper-part)\\.ts$';

const MODEL = 'source/dashboard/model/';

const values = [
	'source/engine/(snapshot|later-fields|options|ranges|errors|rows|row-filter|row-match|tcp-figures|process-figures|troubles|alerts/rule)\\.ts$',
];
const parts = ['source/engine/decode/', 'source/engine/queue/', 'source/engine/libpcap/', ...values];

module.exports = {
	forbidden: [
		{
			name: 'no-circular',
			comment:
				'A circle of imports, of types too, hides which of the files is the lower one: move the shared part out.',
			severity: 'error',
			from: {},
			to: {circular: true},
		},
		{
			name: 'no-unresolvable',
			comment: 'The import names a file or package that is not there.',
			severity: 'error',
			from: {},
			// made by the build
			to: {couldNotResolve: true, pathNot: '^netanal:'},
		},
		{
			name: 'no-undeclared-packages',
			comment: 'The package is not in package.json.',
			severity: 'error',
			from: {},
			to: {dependencyTypes: ['npm-no-pkg', 'npm-unknown']},
		},
		leaf('decode', 'source/engine/decode'),
		leaf('queue', 'source/engine/queue'),
		leaf('format', 'source/format'),
		only('libpcap', 'source/engine/libpcap', values),
		only('capture', 'source/engine/capture', [
			...parts,
			'source/engine/filter/',
			'source/engine/(worker-end|heap-bound|loop-turns|unreadable)\\.ts$',
		]),
		only('collector', 'source/engine/collector', parts),
		only('filter', 'source/engine/filter', [...parts, 'source/engine/(worker-end|heap-bound)\\.ts$']),
		only('files', 'source/files', []),
		only('sink', 'source/engine/sink', [
			...parts,
			'source/engine/collector/(time|hash)\\.ts$',
			'source/engine/capture/container\\.ts$',
			'source/files/',
		]),
		only('identity', 'source/engine/identity', [...values, 'source/engine/unreadable\\.ts$', PARTS]),
		only('metrics', 'source/engine/metrics', [...values, 'source/engine/check-options\\.ts$']),
		only('engine', 'source/engine', ['source/version\\.ts$', 'source/files/', PARTS]),
		only('fleet', 'source/fleet', [
			...values,
			'source/engine/timer\\.ts$',
			'source/engine/collector/(distinct|sketch)\\.ts$',
			'source/version\\.ts$',
		]),
		only('library', 'source/library', ['source/engine/', 'source/fleet/']),
		only('parts', 'source/parts', []),
		only('output', 'source/output', [
			...values,
			PARTS,
			'source/files/',
			'source/format/',
			'source/theme/',
			'source/version\\.ts$',
		]),
		only('input', 'source/input', ['source/format/']),
		only('cli', 'source/cli', [...values, 'source/files/', 'source/format/', 'source/version\\.ts$']),
		only('host', 'source/host', [
			...values,
			'source/engine/libpcap/',
			'source/engine/grant\\.ts$',
			'source/helper/',
			PARTS,
			'source/cli/usage-error\\.ts$',
			'source/files/',
			'source/format/',
			'source/terminal/job-control\\.ts$',
		]),
		only('helper', 'source/helper', ['source/engine/libpcap/', 'source/files/']),
		only('theme', 'source/theme', ['source/format/']),
		only('terminal', 'source/terminal', ['source/format/']),
		only('dashboard', 'source/dashboard', [
			...values,
			'source/format/',
			'source/theme/',
			'source/input/',
			'source/terminal/',
			'source/version\\.ts$',
		]),
		{
			name: 'terminal-without-dashboard',
			comment: 'The terminal side draws whatever it is given: it knows nothing of ours but format, not even types.',
			severity: 'error',
			from: {path: '^source/terminal/'},
			to: {path: '^source/', pathNot: ['^source/terminal/', '^source/format/']},
		},
		floor('model', 'source/dashboard/model', []),
		floor('update', 'source/dashboard/update', [MODEL]),
		floor('history', 'source/dashboard/history', [MODEL]),
		floor('panels', 'source/dashboard/panels', [MODEL]),
		{
			name: 'dashboard-model-below-selectors',
			comment: 'Selectors look at the state, which knows none of them.',
			severity: 'error',
			from: {path: `^${MODEL}`, pathNot: `^${MODEL}selectors/`},
			to: {path: `^${MODEL}selectors/`},
		},
		{
			name: 'dashboard-model-is-pure',
			comment: 'What the dashboard knows is plain data: no React, no theme, no terminal but its types.',
			severity: 'error',
			from: {path: ['^source/dashboard/(model|update|history)/']},
			to: {
				path: ['node_modules/(@types/)?(react|ink)/', '^source/(theme|terminal)/'],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'panels-get-a-model',
			comment: 'A panel gets a small model of its own, never the whole state.',
			severity: 'error',
			from: {path: '^source/dashboard/panels/'},
			to: {path: `^${MODEL}(state|actions)\\.ts$`},
		},
		{
			name: 'engine-without-terminal',
			comment: 'The engine is a library: it knows no user interface, not even its types.',
			severity: 'error',
			from: {path: '^source/engine/'},
			to: {
				path: '(^source/(dashboard|terminal|cli|host|commands|output|input|theme|main\\.ts|start\\.ts)|node_modules/(@types/)?(react|ink|@inkjs|asciichart|meow)/)',
			},
		},
		{
			name: 'cli-and-host-without-dashboard',
			comment: 'cli and host serve every command: they know no dashboard, not even its types.',
			severity: 'error',
			from: {path: '^source/(cli|host)/'},
			to: {path: '^source/(dashboard|input|theme|output)/'},
		},
		{
			name: 'native-code-in-libpcap-only',
			comment: 'engine/libpcap is the only folder that touches native code.',
			severity: 'error',
			from: {path: '^source/', pathNot: '^source/engine/libpcap/'},
			to: {path: 'node_modules/koffi/', dependencyTypesNot: ['type-only']},
		},
		{
			name: 'commands-are-the-top',
			comment: 'Nothing imports a command or the entry file, not even its types, but commands and the entry file.',
			severity: 'error',
			from: {path: '^source/', pathNot: ['^source/commands/', '^source/(main|start)\\.ts$']},
			to: {path: ['^source/commands/', '^source/(main|start)\\.ts$']},
		},
	],
	options: {
		doNotFollow: {path: 'node_modules'},
		tsPreCompilationDeps: true,
		tsConfig: {fileName: 'tsconfig.json'},
		enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types']},
	},
};
