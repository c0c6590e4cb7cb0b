/** What the dashboard loads while its source starts, in one piece: each file more is a millisecond before the first frame. */
export {mount} from '../../dashboard/mount.js';
export {systemClock} from '../../terminal/clock.js';
export {openDevice, openKeyboard, openOutput} from '../../terminal/device.js';
export {interfaceList} from './interface-choices.js';
