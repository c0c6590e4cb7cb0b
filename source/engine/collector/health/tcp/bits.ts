/** Bits of what a record keeps of a TCP flow. */

/** `Word.flags`; those of `b` are the next bit. */
export const SYN_SEEN = 1;
export const FIN_SEEN = 1 << 2;
export const WAS_RESET = 1 << 4;
export const RESET_BY_B = 1 << 5;
/** The connection that was asked for has no answer yet; by `b`. */
export const ASKED = 1 << 6;
export const ASKED_BY_B = 1 << 7;
/** A SYN/ACK waits for its ACK; the SYN/ACK is from `b`. */
export const SYN_ACKED = 1 << 8;
export const SYN_ACK_BY_B = 1 << 9;
export const HAS_SYN_TO_SYN_ACK = 1 << 10;
export const HAS_SYN_ACK_TO_ACK = 1 << 11;
/** A SYN with another number than the connection's may begin the next one, once it is answered; it is from `b`; its scale and 1. */
export const PENDING = 1 << 12;
export const PENDING_BY_B = 1 << 13;
export const PENDING_SCALE_SHIFT = 14;

/** `Word.state`: the window as the header had it last, then these. */
export const WINDOW = 0xffff;
/** The newest segment has data that measure a round trip, unless they are acknowledged. */
export const TIMED = 1 << 16;
/** One before it waits for the answer that measures one. */
export const WAITING = 1 << 17;
export const NEXT_KNOWN = 1 << 20;
export const ACK_KNOWN = 1 << 21;
export const DUPLICATES_SHIFT = 22;
export const DUPLICATES = 3;
/** The last segment was a keep-alive, a zero window probe. */
export const KEEP_ALIVE = 1 << 24;
export const PROBE = 1 << 25;
export const RETRANSMITTING = 1 << 27;
export const ZERO_WINDOW = 1 << 28;
export const STRAYS_SHIFT = 29;
export const STRAYS = 7;
