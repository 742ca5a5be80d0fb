// Sums as Python's math.fsum makes them: exact, rounded once, so that no order of cells matters.

/** Return the sum of numbers, or null where one on the way is too large for any number. */
function exactSum(numbers) {
  const partials = [];
  for (let x of numbers) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (!Number.isFinite(x)) return null;
    if (x !== 0) partials.push(x);
  }
  return rounded(partials);
}

/** Add the partial sums, the largest first, and round half of the last bit to even. */
function rounded(partials) {
  let at = partials.length;
  if (at === 0) return 0;
  let high = partials[--at];
  let low = 0;
  while (at > 0 && low === 0) {
    const x = high;
    const y = partials[--at];
    high = x + y;
    low = y - (high - x);
  }
  if (at > 0 && low !== 0 && low < 0 === partials[at - 1] < 0) {
    const twice = low * 2;
    const next = high + twice;
    if (twice === next - high) high = next;
  }
  return high;
}
