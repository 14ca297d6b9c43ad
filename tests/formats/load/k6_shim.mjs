// Stands for k6: plays a script with answers from a file, and prints what the script counts.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [script, given] = process.argv.slice(2);
const { environ, answers, rounds } = JSON.parse(fs.readFileSync(given, "utf8"));
const folder = path.join(path.dirname(script), "node_modules", "k6");
fs.mkdirSync(folder, { recursive: true });
const files = {
  "package.json": JSON.stringify({
    name: "k6", type: "module",
    exports: { ".": "./k6.js", "./*": "./*.js" },
  }),
  "k6.js": "export const check = (value, checks) => Object.values(checks).every((c) => c(value));",
  "http.js": "export default globalThis.k6.http;",
  "execution.js": "export default globalThis.k6.exec;",
  "encoding.js": "export default globalThis.k6.encoding;",
  "metrics.js": "export const { Counter, Rate } = globalThis.k6;",
  "data.js": "export class SharedArray { constructor(_, make) { return make(); } }",
};
for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);

const sent = [];
const counted = [];
const scenario = { iterationInTest: 0 };
let aborted = "";
class Metric {
  constructor(name) { this.name = name; }
  add(value, tags) {
    counted.push({ metric: this.name, value, round: scenario.iterationInTest, ...tags });
  }
}
const end = () => fs.writeSync(1, JSON.stringify({ sent, counted, aborted }) + "\n");
globalThis.__ENV = environ;
globalThis.open = (file) => fs.readFileSync(file, "utf8");
globalThis.k6 = {
  Counter: Metric,
  Rate: Metric,
  encoding: { b64encode: (text) => Buffer.from(text).toString("base64") },
  exec: {
    scenario,
    test: { abort: (reason) => { // no script catches it
      aborted = reason;
      end();
      process.exit();
    } },
  },
  http: {
    CookieJar: class {},
    request: (method, url, body, { headers }) => {
      sent.push({ method, url, headers, round: scenario.iterationInTest,
        body: body instanceof ArrayBuffer ? Buffer.from(body).toString("hex") : body });
      const answer = answers.shift() || { status: 0, error: "no more answers" };
      return { timings: { duration: 84.4 }, headers: {}, ...answer };
    },
  },
};
// As in k6, setup() and each virtual user have an instance of the script, and share JSON alone.
const instance = (name) => import(`${pathToFileURL(script)}?${name}`);
const shared = JSON.parse(JSON.stringify((await instance("setup")).setup() ?? null));
const program = await instance("user");
for (let round = 0; round < rounds; round += 1) {
  scenario.iterationInTest = round;
  program.default(shared);
}
end();
