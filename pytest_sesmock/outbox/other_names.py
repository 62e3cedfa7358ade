"""What other libraries call the members of an outbox, a message or a refusal.

In lower case and without underscores, so that `html_body` and `htmlBody` are one. The values are
what to write here, as the end of "did you mean".
"""

from __future__ import annotations

from collections.abc import Mapping


def _names(own: str, others: str) -> dict[str, str]:
    return dict.fromkeys(others.split(), own)


OF_OUTBOX: Mapping[str, str] = {
    **_names(
        "list(ses_outbox)",
        "messages sent sentmessages sentemails emails mails mail inbox mailbox outbox items all",
    ),
    **_names("len(ses_outbox)", "size length len sentmessagecount messagecount callcount"),
    **_names(
        "'assert_sent'",
        "assertsend assertsentto assertmessagesent assertemailsent assertmailsent assertcalled "
        "assertcalledonce assertcalledwith assertcalledoncewith assertsentonce one only single",
    ),
    **_names(
        "'assert_not_sent'",
        "assertnotcalled assertnotsend assertnothingsent assertnonesent assertnomail "
        "assertnomessages assertnoemails assertneversent",
    ),
    **_names(
        "'assert_count'",
        "assertlen assertlength assertsentcount assertcallcount assertmessagecount assertnumsent",
    ),
    **_names("'assert_refused'", "assertrefuse assertrefusal assertrejected asserterror"),
    **_names("'assert_no_refusals'", "assertnotrefused assertnoerrors assertnonerefused"),
    **_names(
        "'find'",
        "filter filterby where select search query get getmessages getmessage getmail getmails",
    ),
    **_names("'last'", "latest newest pop"),
    **_names("'wait_for'", "wait waitformessage waitformail waituntil eventually waitforemail"),
    **_names("'refusals'", "refused rejected rejections errors failures refusedrequests"),
    **_names("'clear'", "reset empty flush purge delete deleteall"),
    **_names("'attempts'", "retries tries attempt retry retryattempts"),
    **_names("'published'", "publications publication notifications publishedevents topics"),
    **_names("'assert_published'", "assertpublish assertnotified assertevent assertbounced"),
    **_names("'assert_not_published'", "assertnothingpublished assertnotnotified assertnoevents"),
    **_names("'deliver_events'", "deliverevent publish publishevents handover dispatch"),
    **_names("'capture'", "record recordmessages recording"),
    **_names("ses_outbox[0].request", "calls requests getrequests getrequest callargs"),
}

OF_MESSAGE: Mapping[str, str] = {
    **_names("'source'", "sender from fromemail fromaddress fromemailaddress mailfrom author"),
    **_names("'recipients'", "recipient destinations destination sendto rcptto alladdresses"),
    **_names("'to'", "toaddresses toaddress toemail"),
    **_names("'cc'", "ccaddresses"),
    **_names("'bcc'", "bccaddresses"),
    **_names("'reply_to'", "replyto replytoaddresses"),
    **_names("'return_path'", "returnpath envelopefrom bounceaddress"),
    **_names("'text', 'html' or 'visible_text'", "body content payload message"),
    **_names("'text'", "textbody bodytext plain plaintext bodyplain"),
    **_names("'html'", "htmlbody bodyhtml htmlmessage htmlcontent alternatives"),
    **_names("'message_id'", "id messageid msgid"),
    **_names("'attempts'", "retries tries attempt retry retryattempts retrycount"),
    **_names("'sent_at'", "date timestamp time datetime createdat"),
    **_names("'attachments'", "files filenames"),
    **_names("'headers'", "header extraheaders"),
    **_names("'raw'", "rawdata rawmessage asbytes asstring bytes"),
    **_names("'mime'", "email emailmessage parsed msg getpayload walk"),
    **_names("'template'", "templatename templateid"),
    **_names("'template_data'", "context mergedata data templatecontext"),
    **_names("'tags'", "tag metadata"),
    **_names("'configuration_set'", "configurationset configurationsetname"),
    **_names("'rendering_failure'", "error failure failed status"),
    **_names("'as_dict'", "asjson json todict dict"),
    **_names("'links'", "urls hrefs"),
    **_names("'link'", "url href getlink"),
    **_names("'code'", "otp token getcode"),
    **_names("'region'", "regionname"),
    **_names("'operation'", "method action call"),
    **_names("'api'", "service client"),
    **_names("'request'", "kwargs params parameters args"),
}

OF_REFUSAL: Mapping[str, str] = {
    **_names("'code'", "errorcode error exception"),
    **_names("'message'", "errormessage text"),
    **_names("'http_status'", "status statuscode httpstatuscode"),
    **_names("'rule'", "reason cause"),
    **_names("'remedy'", "fix hint solution"),
    **_names("'source'", "sender fromemail fromaddress from"),
    **_names("'recipients'", "recipient destinations destination"),
    **_names("'refused_at'", "timestamp date time sentat"),
    **_names("'request'", "kwargs params parameters args"),
    **_names("'requires'", "requirement"),
}
