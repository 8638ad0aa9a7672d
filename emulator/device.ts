import { type StackPlan, deviceOfSlot } from './stack-plan.ts';

const DEVICE_NAMES = ['camera', 'render', 'display', 'codec', 'npu', 'capture', 'video', 'copy'];

/** Name of a device, for lock instances and findings. */
export function deviceName(device: number): string {
  const name = DEVICE_NAMES[device % DEVICE_NAMES.length];
  return device < DEVICE_NAMES.length ? name : `${name}${Math.floor(device / DEVICE_NAMES.length)}`;
}

/** `camera:7` for a native object, `render:40` for an imported one: its device and its slot. */
export function objectName(plan: StackPlan, object: number): string {
  return `${deviceName(deviceOfSlot(plan, object))}:${object}`;
}
