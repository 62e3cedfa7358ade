// Calls Amazon SES by the AWS SDK for JavaScript. Each line of standard input is a call,
// `[environment, service, operation, parameters]`, each line of standard output what it led to.
import { createInterface } from "node:readline";
import * as ses from "@aws-sdk/client-ses";
import * as sesv2 from "@aws-sdk/client-sesv2";
import nodemailer from "nodemailer";

// Node has trusted what NODE_EXTRA_CA_CERTS names since it began.
const sendBySmtp = async ({ server, mail }) => {
  const [host, port, user, pass] = server;
  const smtp = nodemailer.createTransport({ host, port, auth: { user, pass }, requireTLS: true });
  try {
    return { response: (await smtp.sendMail(mail)).response };
  } catch (error) {
    throw Object.assign(new Error(error.response), { name: error.code });
  }
};

const makeBytes = (parameters) => {
  const raw = parameters.RawMessage ?? parameters.Content?.Raw;
  if (raw) raw.Data = Buffer.from(raw.Data);
  return parameters;
};
const services = {
  ses: (operation, parameters) =>
    new ses.SESClient({}).send(new ses[`${operation}Command`](makeBytes(parameters))),
  sesv2: (operation, parameters) =>
    new sesv2.SESv2Client({}).send(new sesv2[`${operation}Command`](makeBytes(parameters))),
  nodemailer: (_, parameters) => {
    const { SendEmailCommand, SESv2Client } = sesv2;
    const transport = { SES: { sesClient: new SESv2Client({}), SendEmailCommand } };
    return nodemailer.createTransport(transport).sendMail(parameters);
  },
  smtp: (_, parameters) => sendBySmtp(parameters),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [environment, service, operation, parameters] = JSON.parse(line);
  Object.assign(process.env, environment);
  let outcome;
  try {
    outcome = { result: await services[service](operation, parameters) };
  } catch (error) {
    outcome = { kind: error.constructor.name, code: error.name, message: error.message };
  }
  console.log(JSON.stringify(outcome));
}
