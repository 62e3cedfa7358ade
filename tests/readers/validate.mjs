// Validates messages of SNS with sns-validator: a JSON list of objects in; for each its text of an
// error, or null for none, out.
import MessageValidator from 'sns-validator';

const validator = new MessageValidator();
const validate = message =>
    new Promise(resolve => validator.validate(message, error => resolve(error && error.message)));

const chunks = [];
for await (const chunk of process.stdin) {
    chunks.push(chunk);
}
const results = [];
for (const message of JSON.parse(Buffer.concat(chunks))) {
    results.push(await validate(message));
}
process.stdout.write(JSON.stringify(results));
