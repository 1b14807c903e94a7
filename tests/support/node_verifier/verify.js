// Signs and verifies with the published package of another language, case by case: JSON in, JSON out.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

function outcome({ secret, headers, body }) {
  try {
    new Webhook(secret).verify(Buffer.from(body, "base64").toString("utf8"), headers);
    return "verified";
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(outcome)));
