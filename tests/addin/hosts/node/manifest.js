// Says, as JSON, what Microsoft's own schemas find wrong with a unified manifest, or with the file
// of its words in another language.

const { createRequire } = require("node:module");
const { AppManifestUtils } = require("@microsoft/app-manifest");

// What the validator itself reads schemas with.
const its = createRequire(require.resolve("@microsoft/app-manifest"));

/** Validate the words: some names in their schema are no patterns to a reader of Unicode's rules. */
async function words(given) {
  const Ajv = its("ajv-draft-04").default;
  const ajv = new Ajv({ allErrors: true, strictTypes: false, unicodeRegExp: false });
  its("ajv-formats").default(ajv, ["uri"]);
  const validate = ajv.compile(await AppManifestUtils.fetchSchema(given.$schema));
  return validate(given) ? [] : validate.errors.map(({ message, params }) => `${message} ${JSON.stringify(params)}`);
}

const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const found = given.$schema.includes("Localization") ? words(given) : AppManifestUtils.validateAgainstSchema(given);
found.then(
  (faults) => process.stdout.write(JSON.stringify(faults)),
  (fault) => process.stdout.write(JSON.stringify([String(fault)])),
);
