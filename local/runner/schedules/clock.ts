/** Fires the schedules of the template when their minute comes. */
import type { Worker, World } from "../world.ts";
import { fire } from "./schedule.ts";

const minute = 60_000;

/** Looks at every schedule once a minute, at its beginning: Scheduler promises no more either. */
export function scheduleClock(world: World): Worker {
  const beganAt = thisMinute();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(tick, minute - (Date.now() % minute));
    timer.unref();
  };
  const tick = (): void => {
    const now = thisMinute();
    for (const schedule of world.schedules)
      if (schedule.enabled && schedule.expression.isDue(now, beganAt))
        fire(schedule, now, world).catch((error: unknown) =>
          world.log(`gave up: ${String(error)}`, schedule.place.path),
        );
    wait();
  };
  return {
    start: wait,
    stop: async () => clearTimeout(timer),
  };
}

const thisMinute = (): number => Math.round(Date.now() / minute) * minute;
