/** Where a value stands on an axis, and at which round values the axis is marked. */

/**
 * Return the round values between *low* and *high*, about *count* of them.
 *
 * @param {number} low @param {number} high @param {number} count @returns {number[]}
 */
export function marks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((round) => round * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Return the ends that an axis must show: zero, every value, and the margins as far as they do not
 * flatten the values.
 *
 * @param {{value: number | null, low: number | null, high: number | null}[]} points
 * @returns {[number, number]}
 */
export function ends(points) {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  if (values.length === 0) return [0, 1];
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const reach = (high - low || 1) * 0.35;
  const lows = points.map((point) => Math.max(point.low ?? 0, low - reach));
  const highs = points.map((point) => Math.min(point.high ?? 0, high + reach));
  const [bottom, top] = [Math.min(low, ...lows), Math.max(high, ...highs) || 1];
  const air = (top - bottom) * 0.04;
  return [bottom < 0 ? bottom - air : 0, top + air];
}

/**
 * Return the ends of an axis that many small charts share: one month that stands far above all
 * others must not flatten them.
 *
 * @param {(number | null)[]} values @returns {[number, number]}
 */
export function sharedEnds(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const usual = known[Math.floor((known.length - 1) * 0.95)];
  const most = known[known.length - 1] > 2 * usual && usual > 0 ? usual * 1.5 : Infinity;
  return ends(known.map((value) => ({ value: Math.min(value, most), low: null, high: null })));
}

/**
 * Return the position of a value between two pixels.
 *
 * @param {[number, number]} domain @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export function linear([from, to], [start, end]) {
  const ratio = (end - start) / (to - from || 1);
  return (value) => Math.round((start + (value - from) * ratio) * 10) / 10;
}
