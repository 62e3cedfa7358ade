// Calls SES with SDKs of JavaScript: `[[client, operation, parameters], …]` comes in on standard
// input, what each call led to goes out, both as JSON.
import { readFileSync } from "node:fs";
import * as ses from "@aws-sdk/client-ses";
import * as sesv2 from "@aws-sdk/client-sesv2";
import nodemailer from "nodemailer";

const v1 = new ses.SESClient({}), v2 = new sesv2.SESv2Client({});
const transport = nodemailer.createTransport({
  SES: { sesClient: v2, SendEmailCommand: sesv2.SendEmailCommand },
});

// Node has trusted what NODE_EXTRA_CA_CERTS names since it began.
const bySmtp = async ({ server, mail }) => {
  const [host, port, user, pass] = server;
  const smtp = nodemailer.createTransport({ host, port, auth: { user, pass }, requireTLS: true });
  try {
    return { response: (await smtp.sendMail(mail)).response };
  } catch (error) {
    throw Object.assign(new Error(error.response), { name: error.code });
  }
};

const bytes = (parameters) => {
  const raw = parameters.RawMessage ?? parameters.Content?.Raw;
  if (raw) raw.Data = Buffer.from(raw.Data);
  return parameters;
};
const calls = {
  ses: (operation, parameters) => v1.send(new ses[`${operation}Command`](bytes(parameters))),
  sesv2: (operation, parameters) => v2.send(new sesv2[`${operation}Command`](bytes(parameters))),
  smtp: (_, parameters) => bySmtp(parameters),
  nodemailer: (_, parameters) => transport.sendMail(parameters),
};

const outcomes = [];
for (const [client, operation, parameters] of JSON.parse(readFileSync(0, "utf-8"))) {
  try {
    const answer = await calls[client](operation, parameters);
    const { $metadata, ...result } = answer;
    outcomes.push({ result, attempts: $metadata?.attempts });
  } catch (error) {
    const { httpStatusCode, attempts } = error.$metadata ?? {};
    outcomes.push({ code: error.name, message: error.message, status: httpStatusCode, attempts });
  }
}
console.log(JSON.stringify(outcomes));
