/** flowEndReason (RFC 5102, section 5.11.3). */
export enum EndReason {
	idle = 1,
	active = 2,
	detected = 3,
	forced = 4,
	resources = 5,
}
