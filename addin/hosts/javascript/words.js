// Sentences for the person in front of the sheet, in both languages; written in the declarations.

/** Fill the placeholders of a sentence; a value that is itself a sentence keeps its language. */
function fill(text, values) {
  const told = (lang) =>
    text[lang].replace(/\{(\w+)(:g)?\}/g, (_, name, short) => {
      const value = values[name];
      if (short) return shortNumber(value);
      return String(value !== null && typeof value === "object" ? value[lang] : value);
    });
  return { en: told("en"), fr: told("fr") };
}

/** Make what a function throws to say what is wrong. */
function refused(kind, text) {
  return { kind, text };
}

/** Write a number with six digits, as Python's `:g` does. */
function shortNumber(value) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = sixDigits(Math.abs(value));
  const sign = value < 0 ? "-" : "";
  const bare = (text) => text.replace(/(\.[0-9]*?)0+$/, "$1").replace(/\.$/, "");
  if (power < -4 || power >= 6) {
    const exponent = String(Math.abs(power)).padStart(2, "0");
    const body = bare(`${digits[0]}.${digits.slice(1)}`);
    return `${sign}${body}e${power < 0 ? "-" : "+"}${exponent}`;
  }
  if (power < 0) return `${sign}${bare(`0.${"0".repeat(-power - 1)}${digits}`)}`;
  return `${sign}${bare(`${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`)}`;
}

/** Return six significant digits, half to even, and the power of ten of the first. */
function sixDigits(value) {
  const [written, exponent] = value.toExponential(99).split("e");
  const [digits, carried] = halfEven(written.replace(".", ""), 6);
  return [digits, Number(exponent) + carried];
}

/** Round a row of digits to its first `most`; 1 when a digit was carried past the first. */
function halfEven(digits, most) {
  if (digits.length <= most) return [digits, 0];
  const kept = digits.slice(0, most).split("");
  const rest = digits.slice(most);
  const half = "5".padEnd(rest.length, "0");
  if (rest < half || (rest === half && Number(kept[most - 1]) % 2 === 0)) return [kept.join(""), 0];
  let at = most - 1;
  while (at >= 0 && kept[at] === "9") kept[at--] = "0";
  if (at >= 0) {
    kept[at] = String(Number(kept[at]) + 1);
    return [kept.join(""), 0];
  }
  return [`1${kept.join("").slice(0, -1)}`, 1];
}

/** Shorten what the user typed so that it can be quoted in a sentence, on one line. */
function shown(value, most = 40) {
  const clean = Array.from(value, (c) => (c !== " " && /[\p{C}\p{Z}]/u.test(c) ? "\ufffd" : c));
  return clean.length <= most ? clean.join("") : `${clean.slice(0, most - 1).join("")}…`;
}

/** Count the characters of a text as people do, not as UTF-16 does. */
function longer(text, most) {
  if (text.length <= most) return false;
  return text.length > 2 * most || Array.from(text).length > most;
}
