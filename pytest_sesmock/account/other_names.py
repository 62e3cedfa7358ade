"""What other libraries, and SES's own operations, call the members of an account.

In lower case and without underscores. The values are what to write here, as the end of "did you
mean".
"""

from __future__ import annotations

from collections.abc import Mapping


def _names(own: str, others: str) -> dict[str, str]:
    return dict.fromkeys(others.split(), own)


OF_ACCOUNT: Mapping[str, str] = {
    **_names(
        "'verify'",
        "verifyidentity verifyemail verifydomain verifyaddress verifyemailidentity verified "
        "verifyemailaddress verifydomainidentity addverifiedidentity addverified "
        "createemailidentity",
    ),
    **_names("'identities'", "identity verifiedidentities listidentities emails domains addresses"),
    **_names(
        "'fail_next'",
        "fail failonce failnextcall raisenext raiseerror seterror sideeffect addfailure reject "
        "rejectnext refuse refusenext throttle addclienterror",
    ),
    **_names("'planned_failures'", "failures planned pending pendingfailures"),
    **_names("'sandbox'", "insandbox issandbox setsandbox productionaccess"),
    **_names("'pause_sending'", "pause disablesending stopsending pauseaccount"),
    **_names("'resume_sending'", "resume enablesending unpause"),
    **_names("'paused_by'", "paused ispaused sendingenabled"),
    **_names("'max_24_hour_send'", "quota dailyquota sendquota max24hoursend"),
    **_names("'max_send_rate'", "sendrate ratelimit rate maxsendrate"),
    **_names("'sent_last_24_hours'", "sentcount sentlast24hours quotaused"),
    **_names("'enforcement_status'", "enforcement status health reputation reputationstatus"),
    **_names("'enforce_reputation'", "autopause enforce autoreview enforcereputation"),
    **_names("'start_review'", "review probation putunderreview underreview"),
    **_names("'put_s3_object'", "putobject addobject uploadfile importfile"),
    **_names("'export_file'", "exportedfile exports getexportfile"),
    **_names("'create_template'", "addtemplate puttemplate template"),
    **_names("'create_configuration_set'", "addconfigurationset configurationset"),
    **_names("'suppress'", "addsuppression putsuppresseddestination block blacklist"),
    **_names("'suppressed'", "suppressionlist suppressions"),
    **_names("'account_id'", "id accountnumber"),
    **_names("'region'", "regionname"),
    **_names("the fixture ses_outbox", "outbox messages sent"),
    **_names("sesmock.clock", "clock advance"),
}
