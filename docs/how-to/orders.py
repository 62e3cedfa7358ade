"""The application of the pages about moving from another tool."""


def confirm(ses, number, address):
    ses.send_email(
        Source="The Shop <shop@example.com>",
        Destination={"ToAddresses": [address]},
        Message={
            "Subject": {"Data": f"Order {number}"},
            "Body": {"Text": {"Data": f"Thank you for order {number}."}},
        },
    )
