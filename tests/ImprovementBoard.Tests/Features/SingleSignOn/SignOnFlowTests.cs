using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.SingleSignOn;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

/// <summary>From the button to the page and back, over HTTP.</summary>
public sealed class SignOnFlowTests(SignOnPortal portal) : IClassFixture<SignOnPortal>
{
    [Fact]
    public async Task The_provider_is_asked_by_code_with_state_nonce_and_challenge_and_the_button_names_it()
    {
        using var browser = portal.Browser();
        Assert.Contains("Sign in with your council account", await browser.GetStringAsync(Urls.SignIn), StringComparison.Ordinal);

        using var answer = await browser.GetAsync(Urls.CouncilStart);

        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal(["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state"], query.Keys.Order());
        Assert.Equal(("http://localhost/sign-in/council", "openid profile email"), ((string?)query["redirect_uri"], (string?)query["scope"]));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.True(c.StartsWith("improvementboard-council-", StringComparison.Ordinal) && c.Contains("path=/; samesite=lax; httponly", StringComparison.Ordinal), c));
    }

    [Fact]
    public async Task Who_is_in_a_group_gets_an_account_without_a_password_and_the_part_and_leaves_it_with_the_group()
    {
        using var browser = portal.Browser();
        await using var db = portal.Services.GetRequiredService<BoardDatabase>().Open(portal.Board.Programme.Id);
        var before = await db.History.MaxAsync(h => (long?)h.Sequence) ?? 0;

        Assert.Equal("/programmes/testshire", await portal.SignInAsync(browser, "anna", ["leads", "others"]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/programmes/testshire"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(browser, "/programmes/testshire/people"));
        await portal.SignInAsync(browser, "anna", ["office"]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/programmes/testshire/people"));
        using var other = portal.Browser();
        await portal.SignInAsync(other, "anna", []);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, "/programmes/testshire"));
        // The page opened before, in the other browser, shows what the part opened then.
        Assert.False(await SignOnPortal.IsInAsync(browser));
        var user = await db.Users.SingleAsync(u => u.Email == "anna@council.example");
        Assert.Null(user.PasswordHash);
        Assert.Equal($"{portal.Provider.Url}|anna", (await db.UserLogins.SingleAsync(l => l.UserId == user.Id)).ProviderKey);
        Assert.Equal(
            [
                "Head of service (Council) joined by a group of the council and is lead",
                "Head of service (Council) is programme office by a group of the council from now on, was lead",
                "Head of service (Council) is in no group of the council any more that opens this programme: access ended",
            ],
            await db.History.Where(h => h.By == "Single sign-on" && h.Kind == HistoryKind.AccessChanged && h.Sequence > before).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync());
        Assert.Equal([(await db.Members.SingleAsync(m => m.UserId == user.Id)).HistoryRef], await db.History.Where(h => h.By == "Single sign-on" && h.Sequence > before).Select(h => h.SubjectRef).Distinct().ToListAsync());
    }

    [Fact]
    public async Task A_weak_sign_in_is_no_more_than_a_password_and_the_door_says_what_to_do()
    {
        using var browser = portal.Browser();
        await portal.SignInAsync(browser, "weak", ["office"], c => c["amr"] = new[] { "pwd" });

        using var door = await browser.GetAsync("/programmes/testshire");
        Assert.Equal("/account/second-factor?returnUrl=%2Fprogrammes%2Ftestshire", door.Headers.Location!.OriginalString);
        Assert.Contains("did not prove a second step", await browser.GetStringAsync(door.Headers.Location), StringComparison.Ordinal);

        await portal.SignInAsync(browser, "weak", ["office"], c => (c["amr"], c["acr"]) = (null, "phr"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/programmes/testshire"));
    }

    [Fact]
    public async Task An_address_that_another_account_has_makes_nobody_its_owner()
    {
        using var browser = portal.Browser();

        var to = await portal.SignInAsync(browser, "imposter", ["leads"], c => c["email"] = portal.Board.EmailOf(Role.Admin).ToUpperInvariant());

        Assert.StartsWith("/sign-in?council=Taken", to, StringComparison.Ordinal);
        Assert.False(await SignOnPortal.IsInAsync(browser));
    }

    [Fact]
    public async Task An_answer_works_once_in_the_browser_that_asked_and_not_later_than_a_quarter_of_an_hour()
    {
        using var browser = portal.Browser();
        using var other = portal.Browser();
        var (code, state, nonce) = await portal.GoAsync(browser);
        portal.Provider.Token = () => portal.Provider.Sign(portal.Provider.Claims(nonce, "once", "leads"));

        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(other, code, state), StringComparison.Ordinal);
        Assert.Equal("/programmes/testshire", await SignOnPortal.BackAsync(browser, code, state));
        using var third = portal.Browser();
        await portal.GoAsync(third);
        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(browser, code, state), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(third, code, state), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(third, code, "nonsense"), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(third, "", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_provider_says_is_wrong_is_never_on_the_page()
    {
        using var browser = portal.Browser();
        var (_, state, _) = await portal.GoAsync(browser);

        var to = await SignOnPortal.BackAsync(browser, "", state, "&error=access_denied&error_description=Ring%20this%20number");

        Assert.StartsWith("/sign-in?council=Stopped&returnUrl=%2Fprogrammes%2Ftestshire", to, StringComparison.Ordinal);
        var page = await browser.GetStringAsync(to);
        Assert.Contains("was not finished", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ring", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_says_it_is_of_another_provider_is_refused()
    {
        using var browser = portal.Browser();
        var (code, state, nonce) = await portal.GoAsync(browser);
        portal.Provider.Token = () => portal.Provider.Sign(portal.Provider.Claims(nonce, "mixed", "leads"));

        Assert.StartsWith("/sign-in?council=Unproved", await SignOnPortal.BackAsync(browser, code, state, "&iss=https%3A%2F%2Felsewhere.example"), StringComparison.Ordinal);
        Assert.Equal("/programmes/testshire", await SignOnPortal.BackAsync(browser, code, state, $"&iss={Uri.EscapeDataString(portal.Provider.Url)}"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Afterwards_one_stays_inside_the_portal(string address)
    {
        using var browser = portal.Browser();

        Assert.Equal(Urls.Programmes, await portal.SignInAsync(browser, "inside", ["leads"], address: $"{Urls.CouncilStart}?returnUrl={Uri.EscapeDataString(address)}"));
    }

    [Fact]
    public async Task A_link_on_another_site_signs_nobody_in_without_a_click()
    {
        using var browser = portal.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, Urls.CouncilStart);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await browser.SendAsync(request);

        Assert.StartsWith("/sign-in?returnUrl=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);

        await portal.SignInAsync(browser, "tricked", ["leads"]);
        using var connect = new HttpRequestMessage(HttpMethod.Get, Urls.CouncilConnect);
        connect.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var led = await browser.SendAsync(connect);
        Assert.Equal(Urls.Council, led.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Who_has_an_authenticator_is_asked_for_it_where_the_provider_proved_no_second_step()
    {
        using var browser = portal.Browser();
        await portal.SignInAsync(browser, "both", ["office"]);
        string code;
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = (await users.FindByEmailAsync("both@council.example"))!;
            await users.SetTwoFactorEnabledAsync(user, true);
            code = (await scope.ServiceProvider.GetRequiredService<SecondFactor>().GiveCodesAsync(user))[0];
        }

        using var weak = portal.Browser();
        var to = await portal.SignInAsync(weak, "both", ["office"], c => c["amr"] = new[] { "pwd" });
        Assert.Equal("/sign-in/code?returnUrl=%2Fprogrammes%2Ftestshire", to);
        Assert.False(await SignOnPortal.IsInAsync(weak));
        var form = await FormPage.OpenAsync(weak, $"{to}&recovery=true", "form[method=post]");
        form["Code"] = code;
        Assert.Equal("/programmes/testshire", (await form.SubmitAsync()).To);
        Assert.Contains("Council account and a second step", await weak.GetStringAsync(Urls.Account), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(weak, "/programmes/testshire"));

        using var strong = portal.Browser();
        Assert.Equal("/programmes/testshire", await portal.SignInAsync(strong, "both", ["office"]));
    }

    [Fact]
    public async Task A_provider_that_changes_its_keys_is_asked_again_and_an_answer_that_comes_too_late_is_refused()
    {
        await portal.SignInAsync(portal.Browser(), "before", ["leads"]);
        portal.Provider.ChangeKey(told: true);
        portal.Clock.By += TimeSpan.FromMinutes(2);
        Assert.Equal("/programmes/testshire", await portal.SignInAsync(portal.Browser(), "before", ["leads"]));

        using var browser = portal.Browser();
        var (code, state, nonce) = await portal.GoAsync(browser);
        portal.Provider.Token = () => portal.Provider.Sign(portal.Provider.Claims(nonce, "late", "leads"));
        portal.Clock.By += TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1);
        Assert.StartsWith("/sign-in?council=Stale", await SignOnPortal.BackAsync(browser, code, state), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_stays_out()
    {
        using var browser = portal.Browser();
        await portal.SignInAsync(browser, "locked", ["leads"]);
        await using (var db = portal.Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme())
            await db.Users.Where(u => u.Email == "locked@council.example").ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, DateTimeOffset.UtcNow.AddYears(1)));

        Assert.StartsWith("/sign-in?council=Locked", await portal.SignInAsync(portal.Browser(), "locked", ["leads"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_too_many_groups_a_part_stays_as_it_is_and_the_person_is_told()
    {
        using var browser = portal.Browser();
        await portal.SignInAsync(browser, "many", ["leads"]);

        var to = await portal.SignInAsync(browser, "many", [], c => (c["groups"], c["hasgroups"]) = (null, true));

        Assert.Equal("/programmes?council=Overage", to);
        Assert.Contains("does not name them", await browser.GetStringAsync(to), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/programmes/testshire"));
    }

    [Fact]
    public async Task Signing_out_says_that_the_council_account_may_go_on_and_leads_there()
    {
        using var browser = portal.Browser();
        await portal.SignInAsync(browser, "leaving", ["leads"]);

        var page = await FormPage.OpenAsync(browser, Urls.Account, $"form[action='{Urls.SignOut}']");
        using var signedOut = await page.SendAsync(Urls.SignOut);
        using var further = await browser.GetAsync(Urls.CouncilSignOut);

        Assert.Equal("/sign-in?done=council", signedOut.Headers.Location!.OriginalString);
        Assert.Contains("Sign out there too", await browser.GetStringAsync("/sign-in?done=council"), StringComparison.Ordinal);
        Assert.Equal($"{portal.Provider.Url}/out?client_id=portal&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in", further.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task A_token_endpoint_that_fails_is_told_in_our_own_words()
    {
        foreach (var (fault, expected) in new[] { ((500, "<html>oops</html>"), SignOnFault.Unreachable), ((401, """{"error":"invalid_client","error_description":"oops"}"""), SignOnFault.Unproved), ((200, "[]"), SignOnFault.Unproved) })
        {
            using var browser = portal.Browser();
            var (code, state, _) = await portal.GoAsync(browser);
            portal.Provider.Fault = fault;
            var to = await SignOnPortal.BackAsync(browser, code, state);
            portal.Provider.Fault = null;
            Assert.StartsWith($"/sign-in?council={expected}", to, StringComparison.Ordinal);
            Assert.DoesNotContain("oops", await browser.GetStringAsync(to), StringComparison.Ordinal);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address);
        return answer.StatusCode;
    }
}

/// <summary>Without single sign-on in the settings, and with a provider that is down.</summary>
public sealed class SignOnOffTests
{
    [Theory]
    [InlineData(Urls.CouncilStart)]
    [InlineData(Urls.CouncilAnswer)]
    [InlineData(Urls.CouncilConnect)]
    [InlineData(Urls.CouncilSignOut)]
    [InlineData("/invitation/abc/council")]
    public async Task Without_it_there_is_no_button_and_no_address(string address)
    {
        await using var store = TestStore.OnSqlite();
        await using var portal = new PlainPortal(store, []);
        using var browser = portal.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("council account", await browser.GetStringAsync(Urls.SignIn), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_down_stops_nobody_else_and_is_told_in_one_sentence()
    {
        await using var store = TestStore.OnSqlite();
        await using var portal = new PlainPortal(store, new() { ["Authority"] = "http://127.0.0.1:9", ["ClientId"] = "portal", ["ClientSecret"] = "secret" });
        using var browser = portal.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await browser.GetAsync($"{Urls.CouncilStart}?returnUrl=/programmes");

        Assert.Equal("/sign-in?council=Unreachable&returnUrl=%2Fprogrammes", answer.Headers.Location!.OriginalString);
        Assert.Contains("Your council account could not be reached. Try again, or sign in with your password.", await browser.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
    }

    private sealed class PlainPortal(TestStore store, Dictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing").ConfigureLogging(log => log.ClearProviders());
            foreach (var (key, value) in store.Settings.Append(new("ImprovementBoard:Demonstration:Load", "false")).Concat(settings.Select(s => KeyValuePair.Create($"ImprovementBoard:SingleSignOn:{s.Key}", s.Value))))
                builder.UseSetting(key, value);
        }
    }
}
