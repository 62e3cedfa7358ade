"""The gazette's settings."""

INSTALLED_APPS = ["gazette"]
ROOT_URLCONF = "gazette.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

DEFAULT_FROM_EMAIL = "The Gazette <news@gazette.example>"
EMAIL_BACKEND = "django_ses.SESBackend"
AWS_SES_REGION_NAME = "eu-west-1"
AWS_SES_CONFIGURATION_SET = "gazette"
AWS_SES_AUTO_THROTTLE = None
# SES publishes to this topic. Who signs with another topic of SNS is not heard.
AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS = ["arn:aws:sns:eu-west-1:123456789012:gazette"]
