<?php
// Calls Amazon SES by AsyncAws, an SDK for PHP, and by the mailer of Symfony that builds on it. Each
// line of standard input is a call, `[environment, service, operation, parameters]`, each line of
// standard output what it led to.
use AsyncAws\Ses\SesClient;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Component\Mailer\Bridge\Amazon\Transport\SesHttpAsyncAwsTransport;
use Symfony\Component\Mime\Email;

require "AsyncAws/Ses/autoload.php";
require "Symfony/Component/Mailer/Bridge/Amazon/autoload.php";

// This version of it reads neither the address nor the number of attempts from the environment.
function makeClient(): SesClient
{
    $endpoint = getenv("AWS_ENDPOINT_URL_SESV2");
    $configuration = ["endpoint" => $endpoint, "region" => getenv("AWS_REGION")];
    $withoutRetries = getenv("AWS_MAX_ATTEMPTS") === "1" ? HttpClient::create() : null;
    return new SesClient($configuration, null, $withoutRetries);
}

function call(string $service, array $parameters): array
{
    $client = makeClient();
    if ($service === "sesv2") {
        return ["MessageId" => $client->sendEmail($parameters)->getMessageId()];
    }
    $mail = (new Email())
        ->from($parameters["from"])
        ->to($parameters["to"])
        ->subject($parameters["subject"])
        ->text($parameters["text"])
        ->attach($parameters["attachment"], "Rechnung.txt", "text/plain");
    return ["MessageId" => (new SesHttpAsyncAwsTransport($client))->send($mail)->getMessageId()];
}

while (($line = fgets(STDIN)) !== false) {
    [$environment, $service, , $parameters] = json_decode($line, true);
    foreach ($environment as $name => $value) {
        putenv("$name=$value");
    }
    try {
        $outcome = ["result" => call($service, $parameters)];
    } catch (AsyncAws\Core\Exception\Http\HttpException $error) {
        $outcome = ["code" => $error->getAwsCode(), "message" => $error->getAwsMessage()];
        $outcome["kind"] = (new ReflectionClass($error))->getShortName();
    } catch (Exception $error) {
        $outcome = ["code" => get_class($error), "message" => $error->getMessage()];
    }
    echo json_encode($outcome), "\n";
}
