// Says, as JSON, what Microsoft's own validator finds wrong with a unified manifest.

const { AppManifestUtils } = require("@microsoft/app-manifest");

const manifest = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
AppManifestUtils.validateAgainstSchema(manifest).then(
  (found) => process.stdout.write(JSON.stringify(found)),
  (fault) => process.stdout.write(JSON.stringify([String(fault)])),
);
