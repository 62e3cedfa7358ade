// Reads messages with mailparser and postal-mime: a JSON list of base64 texts in, a JSON list of what
// each of the two reads out.
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';

// Some releases of Node read windows-1252 as Latin-1, against the Encoding Standard.
const windows1252 =
    '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const { decode } = TextDecoder.prototype;
TextDecoder.prototype.decode = function (...args) {
    const text = decode.apply(this, args);
    return this.encoding === 'windows-1252'
        ? text.replace(/[\u0080-\u009f]/g, control => windows1252[control.charCodeAt(0) - 0x80])
        : text;
};

const mailparserOptions = {
    skipHtmlToText: false,
    skipTextToHtml: false,
    skipTextLinks: true,
    skipImageLinks: true,
    keepDeliveryStatus: true
};

const flatten = addresses =>
    [].concat(addresses || []).flatMap(each =>
        each.group ? flatten(each.group) : [[each.name || '', each.address || '']]
    );

const trimId = id => (id || '').trim().replace(/^<|>$/g, '') || null;

const isHtml = mail => {
    const type = mail.headers.get('content-type');
    return !!type && type.value.toLowerCase() === 'text/html';
};

async function withMailparser(data) {
    const mail = await simpleParser(data, mailparserOptions);
    const addresses = name =>
        [].concat(mail[name] || []).flatMap(field => flatten(field.value));
    return {
        subject: mail.subject || '',
        from: addresses('from'),
        to: addresses('to'),
        cc: addresses('cc'),
        // Of a message that is HTML as a whole mailparser makes a text that nobody sent.
        text: (!isHtml(mail) && mail.text) || '',
        html: mail.html || '',
        attachments: mail.attachments.map(file => {
            // The type as written: mailparser guesses one from the name of a file of octets.
            const type = file.headers.get('content-type');
            return {
                name: file.filename || null,
                type: (type && type.value.toLowerCase()) || file.contentType || '',
                id: trimId(file.contentId),
                content: Buffer.from(file.content || '').toString('base64')
            };
        })
    };
}

async function withPostalMime(data) {
    const mail = await PostalMime.parse(data, { rfc822Attachments: true });
    return {
        subject: mail.subject || '',
        from: flatten(mail.from),
        to: flatten(mail.to),
        cc: flatten(mail.cc),
        text: mail.text || '',
        html: mail.html || '',
        attachments: mail.attachments.map(file => ({
            name: file.filename,
            type: file.mimeType,
            id: trimId(file.contentId),
            content: Buffer.from(file.content).toString('base64')
        }))
    };
}

async function attempt(reader, data) {
    try {
        return await reader(data);
    } catch (error) {
        return { error: String(error) };
    }
}

const chunks = [];
for await (const chunk of process.stdin) {
    chunks.push(chunk);
}
const results = [];
for (const text of JSON.parse(Buffer.concat(chunks))) {
    const data = Buffer.from(text, 'base64');
    results.push({
        mailparser: await attempt(withMailparser, data),
        'postal-mime': await attempt(withPostalMime, data)
    });
}
process.stdout.write(JSON.stringify(results));
