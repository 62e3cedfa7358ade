// For `node --require`: who downloads the certificate of a message of SNS gets that of the test key,
// which the environment holds.
const { EventEmitter } = require('node:events');
const https = require('node:https');
const { Readable } = require('node:stream');

const { get } = https;
const certificate = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/SimpleNotificationService-/;

https.get = (url, ...rest) => {
    if (!certificate.test(String(url))) {
        return get(url, ...rest);
    }
    const response = Readable.from([process.env.SNS_CERTIFICATE]);
    response.statusCode = 200;
    rest.at(-1)(response);
    return new EventEmitter();
};
