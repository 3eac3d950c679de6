// A user of the client that openapi-generator made for Go, run as a program of its own.
// Arguments: the service's address, an API key, a receiver's address. Prints what it did, as JSON.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"user/claimdiff"
)

var ctx = context.Background()

type problem struct {
	Type   string
	Status int
	Errors []struct{ Pointer string }
}

func aClaim(source, figure string) claimdiff.Draft {
	draft := claimdiff.NewDraft(source, "personnel losses", claimdiff.DraftQuantity{String: &figure})
	period := "as of 2022-11-20"
	draft.SetSubject("Russian army")
	draft.SetPeriod(claimdiff.DraftPeriod{String: &period})
	draft.SetPublishedAt("2022-11-22")
	return *draft
}

func must[T any](answer T, _ *http.Response, err error) T {
	if err != nil {
		panic(told(err))
	}
	return answer
}

func told(err error) string {
	if refused, ok := err.(*claimdiff.GenericOpenAPIError); ok {
		return string(refused.Body())
	}
	return err.Error()
}

func problemOf(err error) (read problem) {
	if err == nil {
		panic("it was not refused")
	}
	if json.Unmarshal([]byte(told(err)), &read) != nil {
		panic(told(err))
	}
	return read
}

func store(client *claimdiff.APIClient, source, figure string) *claimdiff.Recorded {
	return must(client.ClaimsAPI.CreateClaim(ctx).Draft(aClaim(source, figure)).Execute())
}

func allClaims(client *claimdiff.APIClient) (ids []string, pages int) {
	request := client.ClaimsAPI.ListClaims(ctx).Limit(2)
	for {
		page := must(request.Execute())
		for _, item := range page.Items {
			ids = append(ids, item.Claim.Id)
		}
		pages++
		if page.Next.Get() == nil {
			return ids, pages
		}
		request = request.Cursor(*page.Next.Get())
	}
}

// Verify by hand, as one does without a library.
func isSigned(headers map[string]string, body, secret string) bool {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", headers["webhook-id"], headers["webhook-timestamp"], body)
	for _, one := range strings.Fields(headers["webhook-signature"]) {
		given, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(one, "v1,"))
		if hmac.Equal(given, mac.Sum(nil)) {
			return true
		}
	}
	return false
}

func verified(receiver, secret string) []string {
	answer, err := http.Get(receiver + "/hook")
	if err != nil {
		panic(err)
	}
	var call struct {
		Headers map[string]string
		Body    string
	}
	var event claimdiff.ConflictCreated
	if json.NewDecoder(answer.Body).Decode(&call) != nil || json.Unmarshal([]byte(call.Body), &event) != nil {
		panic("the call cannot be read")
	}
	if !isSigned(call.Headers, call.Body, secret) || isSigned(call.Headers, call.Body+" ", secret) {
		return []string{"the signature is wrong, or a forged one was taken"}
	}
	return []string{event.Type, string(event.Data.Severity), "forged one refused"}
}

func main() {
	address, key, receiver := os.Args[1], os.Args[2], os.Args[3]
	configuration := claimdiff.NewConfiguration()
	configuration.Servers = claimdiff.ServerConfigurations{{URL: address}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+key)
	client := claimdiff.NewAPIClient(configuration)

	hook := must(client.WebhooksAPI.CreateWebhook(ctx).WebhookDraft(*claimdiff.NewWebhookDraft(receiver + "/hook")).Execute())
	first := store(client, "alpha wire", "84,720")
	second := store(client, "beta news", "62,310")
	var drafts []claimdiff.Draft
	for _, source := range []string{"gamma", "delta", "epsilon"} {
		drafts = append(drafts, aClaim(source, "84,720"))
	}
	stored := 0
	for _, line := range must(client.ClaimsAPI.CreateClaims(ctx).Draft(drafts).Execute()) {
		if line.Outcome == "stored" {
			stored++
		}
	}

	id := second.Conflicts[0].Id
	record, read, err := client.ConflictsAPI.GetConflict(ctx, id).Execute()
	must(record, read, err)
	change := claimdiff.NewConflictChange(claimdiff.ACKNOWLEDGED)
	change.SetNote("asked both")
	update := client.ConflictsAPI.UpdateConflict(ctx, id).IfMatch(read.Header.Get("ETag")).ConflictChange(*change)
	changed := must(update.Execute())
	_, _, err = update.Execute()
	stale := problemOf(err)
	_, _, err = client.ClaimsAPI.CreateClaim(ctx).Draft(aClaim("alpha wire", "hardly any idea")).Execute()
	refused := problemOf(err)

	events := must(client.EventsAPI.ListEvents(ctx).Execute())
	ids, pages := allClaims(client)
	var sources []string
	for _, claim := range record.Conflict.Claims {
		sources = append(sources, claim.Source)
	}
	var kinds []string
	for _, event := range events.Items[:2] {
		kinds = append(kinds, string(event.Type))
	}
	written, _ := json.Marshal(map[string]any{
		"stored":   strings.Contains(strings.Join(ids, " "), first.Claim.Id),
		"claims":   len(ids),
		"pages":    pages,
		"batch":    stored,
		"severity": record.Conflict.Severity,
		"percent":  record.Conflict.Gap.Percent.Get(),
		"sources":  sources,
		"changed":  changed.Conflict.Status,
		"stale":    stale.Type,
		"problem":  []any{refused.Status, refused.Type, refused.Errors[0].Pointer},
		"events":   kinds,
		"webhook":  verified(receiver, hook.Secret),
	})
	fmt.Println(string(written))
}
