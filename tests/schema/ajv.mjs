// Holds JSON values, one a line of standard input, against a schema, with ajv in strict mode as it comes: prints a line
// of `true` or `false` for each. Whatever ajv has to say about the schema itself is an error.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const complain = (...words) => {
  throw new Error(words.join(" "));
};
const ajv = new Ajv({ logger: { log: complain, warn: complain, error: complain } });
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) console.log(validate(JSON.parse(line)));
