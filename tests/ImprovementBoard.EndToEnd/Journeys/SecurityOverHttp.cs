using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>What somebody gets who does not come through the front door.</summary>
[Collection(PortalRun.Name)]
public sealed partial class SecurityOverHttp(Portal portal)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'nonce-NONCE' 'strict-dynamic'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'; object-src 'none'";

    private const string NotSignedIn = "The email or the password is not right";

    [Fact]
    public async Task Without_signing_in_every_page_of_a_programme_leads_to_sign_in()
    {
        using var stranger = new Caller(portal);
        var routes = Routes().Where(r => r.StartsWith("/programmes", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count > 15, "The routes were not found.");
        foreach (var route in routes)
        {
            using var answer = await stranger.GetAsync(route);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{route}: {answer.StatusCode}");
            Assert.StartsWith($"{portal.Url}/sign-in?returnUrl=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_signing_in_only_sign_in_health_error_pages_and_static_files_answer()
    {
        using var stranger = new Caller(portal);
        foreach (var route in Routes().Where(r => !Path.HasExtension(r)))
        {
            using var answer = await stranger.GetAsync(route);
            var open = route is "/sign-in" or "/forgotten-password" or "/verify" or "/error" or "/health/live" or "/health/ready" or "/status/404" || route.StartsWith("/status/", StringComparison.Ordinal);
            Assert.True(open || !answer.IsSuccessStatusCode, $"{route} answers {answer.StatusCode} to anybody");
        }
    }

    [Theory]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/_blazor")]
    public async Task Without_signing_in_no_circuit_opens(string method, string path)
    {
        using var stranger = new Caller(portal);
        using var answer = await stranger.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "null", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", null, HttpStatusCode.OK)]
    public async Task A_page_of_another_site_opens_no_circuit_with_our_cookie(string method, string path, string? origin, HttpStatusCode expected)
    {
        using var member = await Caller.SignedInAsync(portal, Person.Member);
        using var answer = await member.SendAsync(new HttpMethod(method), path, origin);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/programmes/kirklees")]
    [InlineData("/programmes/kirklees/actions/999")]
    public async Task Every_page_has_the_content_security_policy(string path)
    {
        using var member = path == "/sign-in" ? new Caller(portal) : await Caller.SignedInAsync(portal, Person.Member);
        using var answer = await member.GetAsync(path);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var nonces = Nonce().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups["nonce"].Value).ToList();
        Assert.Equal(2, nonces.Count);
        Assert.Equal([ContentSecurityPolicy.Replace("NONCE", Assert.Single(nonces.Distinct()), StringComparison.Ordinal)], answer.Headers.GetValues("Content-Security-Policy"));
        using var again = await member.GetAsync(path);
        Assert.NotEqual(answer.Headers.GetValues("Content-Security-Policy"), again.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Opener-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:1")]
    [InlineData("/\t/evil.example")]
    [InlineData("/programmes/kirklees\r\nInjected: yes")]
    [InlineData("/programmes/kirklees\r\n\r\n<h1>Injected</h1>")]
    public async Task After_signing_in_one_stays_inside_the_portal(string returnUrl)
    {
        using var caller = new Caller(portal);
        using var answer = await caller.SignInAsync(Person.Member.Email(), PortalHost.Password, returnUrl);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"{portal.Url}/programmes", new Uri(new Uri(portal.Url), answer.Headers.Location!).ToString());
    }

    [Theory]
    [InlineData("/programmes/kirklees%0d%0aInjected:%20yes")]
    [InlineData("/programmes/kirklees/actions?q=%0d%0aInjected:%20yes")]
    [InlineData("/sign-in?returnUrl=%2Fprogrammes%0d%0aInjected:%20yes")]
    [InlineData("/pack-link/guess%0d%0aInjected:%20yes")]
    public async Task A_line_break_in_an_address_starts_no_head_of_the_answer(string path)
    {
        using var stranger = new Caller(portal);
        using var answer = await stranger.GetAsync(path);
        Assert.DoesNotContain(answer.Headers.Concat(answer.Content.Headers), h => h.Key.Contains("Injected", StringComparison.OrdinalIgnoreCase) || h.Value.Any(v => v.Contains('\n', StringComparison.Ordinal)));
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task After_signing_in_one_sees_the_page_asked_for()
    {
        using var caller = new Caller(portal);
        using var answer = await caller.SignInAsync(Person.Member.Email(), PortalHost.Password, "/programmes/kirklees/packs");
        Assert.Equal($"{portal.Url}/programmes/kirklees/packs", new Uri(new Uri(portal.Url), answer.Headers.Location!).ToString());
    }

    [Fact]
    public async Task A_sign_in_form_that_is_not_ours_is_refused()
    {
        using var stranger = new Caller(portal);
        using var answer = await stranger.SendAsync(HttpMethod.Post, "/sign-in", form: new()
        {
            ["_handler"] = "sign-in",
            ["Input.Email"] = Person.Member.Email(),
            ["Input.Password"] = PortalHost.Password,
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<h1>This request was not understood</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_200_MB_is_refused_in_words_before_it_is_sent()
    {
        using var caller = new Caller(portal);
        using var answer = await caller.SendAsync(HttpMethod.Post, "/sign-in", form: new() { ["_handler"] = "sign-in", ["Input.Email"] = new string('a', 200 << 20) }, askFirst: true);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("A form takes up to 1 MB of text.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_person_get_the_same_answer()
    {
        using var caller = new Caller(portal);
        var known = await AlertAsync(caller, Person.Member.Email(), "not the password");
        var unknown = await AlertAsync(caller, "nobody@kirklees.example", "not the password");
        Assert.Contains(NotSignedIn, known, StringComparison.Ordinal);
        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task Five_wrong_tries_lock_an_account()
    {
        using var caller = new Caller(portal);
        for (var i = 0; i < 5; i++)
            await AlertAsync(caller, Person.Admin.Email(), $"wrong password {i}");
        Assert.Contains(NotSignedIn, await AlertAsync(caller, Person.Admin.Email(), PortalHost.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sixty_first_sign_in_form_of_a_minute_waits()
    {
        using var caller = new Caller(portal);
        // Without a password it is no guess, and costs no hash.
        for (var i = 0; i < 60; i++)
            await AlertAsync(caller, Person.Member.Email(), "");
        using var answer = await caller.SignInAsync(Person.Member.Email(), PortalHost.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task The_sixty_first_secure_link_of_a_minute_waits()
    {
        using var caller = new Caller(portal);
        for (var i = 0; i < 60; i++)
        {
            using var wrong = await caller.GetAsync($"/pack-link/guess-{i}");
            Assert.Equal(HttpStatusCode.Gone, wrong.StatusCode);
        }
        using var answer = await caller.GetAsync("/pack-link/guess-60");
        Assert.Equal((HttpStatusCode.TooManyRequests, "Too many links opened from this address. Wait a minute and try again."), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/actions")]
    [InlineData("/actions/1.2")]
    [InlineData("/packs/schedule")]
    [InlineData("/packs/1/download")]
    public async Task A_programme_one_does_not_belong_to_cannot_be_told_from_one_that_does_not_exist(string path)
    {
        using var member = await Caller.SignedInAsync(portal, Person.Member);
        var strangers = await member.ReadAsync($"/programmes/{PortalHost.StrangersSlug}{path}");
        Assert.Equal(HttpStatusCode.NotFound, strangers.Status);
        var nowhere = await member.ReadAsync($"/programmes/nowhere{path}");
        // But for the word that only this answer's scripts carry.
        Assert.Equal(Nonce().Replace(nowhere.Text, "<script"), Nonce().Replace(strangers.Text, "<script"));
        Assert.Equal(nowhere.Status, strangers.Status);
    }

    private static async Task<string> AlertAsync(Caller caller, string email, string password)
    {
        using var answer = await caller.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        var from = html.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        return html[from..html.IndexOf("</div>", from, StringComparison.Ordinal)];
    }

    /// <summary>Every address of the portal, with the names of the demonstration where one has a place to fill.</summary>
    private List<string> Routes() =>
        [.. portal.Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            // What only takes a POST is no page.
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is not { } methods || methods.Contains("GET"))
            .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}"
                .Replace("{slug}", PortalHost.Slug, StringComparison.Ordinal)
                .Replace("{reference}", "1", StringComparison.Ordinal)
                .Replace("{id:int}", "1", StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal)
                .Replace("{Code:int}", "404", StringComparison.Ordinal))
            .Distinct()];

    [GeneratedRegex("<script nonce=\"(?<nonce>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nonce();
}
