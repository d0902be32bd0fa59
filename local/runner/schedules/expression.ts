/** EventBridge Scheduler's expressions: `rate(15 minutes)`, `cron(5 0 ? * MON-FRI *)`, `at(2027-01-01T00:00:00)`. */

export interface Expression {
  /** Whether it is due in a minute; a rate counts from when it began. Times in milliseconds, at full minutes. */
  isDue(minute: number, beganAt: number): boolean;
}

export class UnknownExpression extends Error {
  override readonly name = "UnknownExpression";
}

const minuteMilliseconds = 60_000;

/** Reads an expression in a time zone; UnknownExpression for what is not one or not implemented (`L`, `W`, `#`). */
export function readExpression(text: string, timeZone: string): Expression {
  const [, kind, inner = ""] = /^(rate|cron|at)\((.+)\)$/.exec(text) ?? [];
  if (kind === "rate") return rate(inner);
  if (kind === "at") return at(inner, timeZone);
  if (kind === "cron") return cron(inner, timeZone);
  throw new UnknownExpression(`${text} is not a schedule expression`);
}

function rate(inner: string): Expression {
  const [, count, unit = ""] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
  if (count === undefined) throw new UnknownExpression(`rate(${inner}) is not a rate`);
  const minutes = Number(count) * ({ minute: 1, hour: 60, day: 1440 }[unit] ?? 1);
  return {
    isDue: (minute, beganAt) => {
      const passed = Math.round((minute - beganAt) / minuteMilliseconds);
      return passed > 0 && passed % minutes === 0;
    },
  };
}

function at(inner: string, timeZone: string): Expression {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) throw new UnknownExpression(`at(${inner}) is not a time`);
  return {
    isDue: (minute) => {
      const { year, month, day, hour, minutes } = clockIn(timeZone, minute);
      return inner.startsWith(`${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minutes)}:`);
    },
  };
}

const two = (value: number): string => String(value).padStart(2, "0");

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekDays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Minutes, hours, day of month, month, day of week (1 is Sunday), year. */
function cron(inner: string, timeZone: string): Expression {
  const fields = inner.trim().split(/\s+/);
  if (fields.length !== 6) throw new UnknownExpression(`cron(${inner}) needs six fields`);
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  const is = {
    minutes: cronField(minutes, 0, 59),
    hour: cronField(hours, 0, 23),
    day: cronField(dayOfMonth, 1, 31),
    month: cronField(named(month, months), 1, 12),
    weekDay: cronField(named(dayOfWeek, weekDays), 1, 7),
    year: cronField(year, 1970, 2199),
  };
  return {
    isDue: (minute) => {
      const clock = clockIn(timeZone, minute);
      return (
        is.minutes(clock.minutes) &&
        is.hour(clock.hour) &&
        is.day(clock.day) &&
        is.month(clock.month) &&
        is.weekDay(clock.weekDay) &&
        is.year(clock.year)
      );
    },
  };
}

const named = (field: string, names: readonly string[]): string =>
  names.reduce((text, name, index) => text.replaceAll(name, String(index + 1)), field.toUpperCase());

/** `*`, `?`, `5`, `1,3`, `1-5`, `0/15`, `10-40/5`. */
function cronField(field: string, least: number, most: number): (value: number) => boolean {
  const parts = field.split(",").map((part) => {
    const [, range = "", step] = /^(\*|\?|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "") throw new UnknownExpression(`"${field}" in a cron expression is not implemented`);
    const isAny = range === "*" || range === "?";
    const [from, to] = isAny ? [least, most] : range.split("-").map(Number);
    const first = from ?? least;
    return { first, last: to ?? (step === undefined ? first : most), step: Number(step ?? 1) };
  });
  return (value) =>
    parts.some(({ first, last, step }) => value >= first && value <= last && (value - first) % step === 0);
}

/** What a clock on the wall of a time zone shows. */
function clockIn(timeZone: string, time: number) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    weekday: "short",
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return {
    year: Number(part("year")),
    month: Number(part("month")),
    day: Number(part("day")),
    hour: Number(part("hour")),
    minutes: Number(part("minute")),
    weekDay: weekDays.indexOf(part("weekday").toUpperCase()) + 1,
  };
}
