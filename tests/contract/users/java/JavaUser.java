import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.ClaimsApi;
import org.openapitools.client.api.ConflictsApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.WebhooksApi;
import org.openapitools.client.model.Claim;
import org.openapitools.client.model.ClaimPage;
import org.openapitools.client.model.ConflictChange;
import org.openapitools.client.model.ConflictCreated;
import org.openapitools.client.model.ConflictRecord;
import org.openapitools.client.model.ConflictStatus;
import org.openapitools.client.model.Draft;
import org.openapitools.client.model.DraftPeriod;
import org.openapitools.client.model.DraftQuantity;
import org.openapitools.client.model.FeedItem;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.Recorded;
import org.openapitools.client.model.WebhookDraft;

/**
 * A user of the client that openapi-generator generated for Java, run as a program of its own.
 * Arguments: the service's address, an API key, a receiver's address. Prints what it did, as JSON.
 */
public final class JavaUser {
    private static ApiClient client;
    private static ObjectMapper mapper;

    public static void main(String[] arguments) throws Exception {
        String key = arguments[1];
        String receiver = arguments[2];
        client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        mapper = client.getObjectMapper();
        ClaimsApi claims = new ClaimsApi(client);
        ConflictsApi conflicts = new ConflictsApi(client);

        WebhookDraft endpoint = new WebhookDraft().url(receiver + "/hook");
        String secret = new WebhooksApi(client).createWebhook(endpoint).getSecret();
        Recorded first = store(claims, "alpha wire", "84,720");
        Recorded second = store(claims, "beta news", "62,310");
        List<Draft> drafts = Stream.of("gamma", "delta", "epsilon").map(source -> aClaim(source, "84,720")).toList();
        var batch = claims.createClaims(ClaimsApi.APICreateClaimsRequest.newBuilder().draft(drafts).build());

        UUID id = second.getConflicts().get(0).getId();
        ApiResponse<ConflictRecord> read = conflicts.getConflictWithHttpInfo(id);
        ConflictRecord record = read.getData();
        String etag = read.getHeaders().get("etag").get(0);
        ConflictChange change = new ConflictChange().status(ConflictStatus.ACKNOWLEDGED).note("asked both");
        var update = ConflictsApi.APIUpdateConflictRequest.newBuilder()
                .conflictId(id).conflictChange(change).ifMatch(etag).build();
        ConflictRecord changed = conflicts.updateConflict(update);
        Problem stale = refused(() -> conflicts.updateConflict(update));
        Problem problem = refused(() -> store(claims, "alpha wire", "hardly any idea"));

        Map<String, Object> did = new LinkedHashMap<>();
        did.put("batch", batch.stream().filter(line -> "stored".equals(line.getOutcome())).count());
        List<FeedItem> events = new EventsApi(client)
                .listEvents(EventsApi.APIListEventsRequest.newBuilder().build()).getItems();
        did.put("events", events.subList(0, 2).stream().map(event -> event.getType().getValue()).toList());
        pageThrough(claims, first.getClaim().getId(), did);
        did.put("severity", record.getConflict().getSeverity().getValue());
        did.put("percent", record.getConflict().getGap().getPercent());
        did.put("sources", record.getConflict().getClaims().stream().map(Claim::getSource).toList());
        did.put("changed", changed.getConflict().getStatus().getValue());
        did.put("stale", stale.getType());
        did.put("problem", List.of(problem.getStatus(), problem.getType(), problem.getErrors().get(0).getPointer()));
        did.put("webhook", verified(receiver, secret));
        System.out.println(mapper.writeValueAsString(did));
    }

    private static Draft aClaim(String source, String figure) {
        return new Draft()
                .source(source)
                .metric("personnel losses")
                .quantity(new DraftQuantity(figure))
                .subject("Russian army")
                .period(new DraftPeriod("as of 2022-11-20"))
                .publishedAt("2022-11-22");
    }

    private static Recorded store(ClaimsApi claims, String source, String figure) throws ApiException {
        return claims.createClaim(ClaimsApi.APICreateClaimRequest.newBuilder().draft(aClaim(source, figure)).build());
    }

    private static void pageThrough(ClaimsApi claims, UUID wanted, Map<String, Object> did) throws ApiException {
        List<UUID> ids = new ArrayList<>();
        int pages = 0;
        String cursor = null;
        do {
            var request = ClaimsApi.APIListClaimsRequest.newBuilder().limit(2).cursor(cursor).build();
            ClaimPage page = claims.listClaims(request);
            page.getItems().forEach(item -> ids.add(item.getClaim().getId()));
            cursor = page.getNext();
            pages += 1;
        } while (cursor != null);
        did.put("stored", ids.contains(wanted));
        did.put("claims", ids.size());
        did.put("pages", pages);
    }

    private interface Call {
        Object make() throws ApiException;
    }

    private static Problem refused(Call call) throws Exception {
        try {
            call.make();
        } catch (ApiException error) {
            return mapper.readValue(error.getResponseBody(), Problem.class);
        }
        throw new AssertionError("it was not refused");
    }

    /** Verify by hand, as one does without a library. */
    private static List<String> verified(String receiver, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver + "/hook")).build();
        HttpClient plain = HttpClient.newHttpClient();
        JsonNode call = mapper.readTree(plain.send(request, HttpResponse.BodyHandlers.ofString()).body());
        String body = call.get("body").asText();
        ConflictCreated event = mapper.readValue(body, ConflictCreated.class);
        if (!isSigned(call.get("headers"), body, secret) || isSigned(call.get("headers"), body + " ", secret)) {
            return List.of("the signature is wrong, or a forged one was taken");
        }
        return List.of(event.getType().getValue(), event.getData().getSeverity().getValue(), "forged one refused");
    }

    private static boolean isSigned(JsonNode headers, String body, String secret) throws Exception {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = headers.get("webhook-id").asText() + "." + headers.get("webhook-timestamp").asText() + "." + body;
        byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        return Arrays.stream(headers.get("webhook-signature").asText().split(" "))
                .filter(one -> one.startsWith("v1,"))
                .anyMatch(one -> MessageDigest.isEqual(expected, Base64.getDecoder().decode(one.substring(3))));
    }
}
