using System.Net;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Tests.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Account;

[Collection(PortalTests.Name)]
public sealed partial class SignInTests(PortalHost portal)
{
    private const string Right = BoardOptions.DemonstrationOptions.DefaultPassword;

    [Fact]
    public async Task Wrong_password_and_unknown_address_get_the_same_answer()
    {
        using var client = portal.Anonymous();

        var (wrong, wrongPage) = await PostAsync(client, PortalHost.Kirklees(Role.Member), "not the password");
        var (unknown, unknownPage) = await PostAsync(client, "nobody@kirklees.example", "not the password");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (wrong.StatusCode, unknown.StatusCode));
        Assert.Contains("You are not signed in", wrongPage, StringComparison.Ordinal);
        Assert.Equal(PageAccessTests.WithoutNonce(wrongPage).Replace("member@", "nobody@", StringComparison.Ordinal), PageAccessTests.WithoutNonce(unknownPage));
    }

    [Fact]
    public async Task Who_signs_in_goes_back_to_the_page_they_came_for_but_never_to_another_site()
    {
        using var client = portal.CreateClient(new() { AllowAutoRedirect = false });

        var (inside, _) = await PostAsync(client, PortalHost.Kirklees(Role.Chair), Right, "/programmes/kirklees/actions?late=true");
        using var outsider = portal.CreateClient(new() { AllowAutoRedirect = false });
        var (outside, _) = await PostAsync(outsider, " CHAIR@kirklees.example ", Right, "//evil.example");

        Assert.Equal((HttpStatusCode.Redirect, "/programmes/kirklees/actions?late=true"), (inside.StatusCode, Path(inside)));
        Assert.Equal((HttpStatusCode.Redirect, "/programmes"), (outside.StatusCode, Path(outside)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/programmes/kirklees")).StatusCode);
    }

    [Fact]
    public async Task A_password_set_by_a_mailed_link_makes_the_browser_known()
    {
        var email = portal.Other.EmailOf(Role.Member);
        await portal.Services.GetRequiredService<ForgottenPasswords>().AnswerAsync(email, default);
        await using var db = portal.Services.GetRequiredService<BoardDatabase>().Open(portal.Other.Programme.Id);
        var secret = portal.Services.GetRequiredService<MailSeal>().Open((await db.Mail.SingleAsync(m => m.To == email && m.About == "account")).Secret!);
        using var client = portal.Anonymous();
        var page = await FormPage.OpenAsync(client, $"{Urls.NewPassword}{secret}", "form.form");
        page["Wanted"] = "kettle orbit mustard";

        using var answer = await page.SendAsync($"{Urls.NewPassword}{secret}");

        Assert.Equal(Urls.With(Urls.SignIn, ("done", "password")), Path(answer));
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("improvementboard-browser=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        using var client = portal.Anonymous();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Input.Email"] = PortalHost.Kirklees(Role.Chair), ["Input.Password"] = Right });

        using var answer = await client.PostAsync("/sign-in", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("improvementboard=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_locked_account_is_refused_like_any_other_even_with_the_right_password()
    {
        await using var database = await TestDatabase.SeededAsync();
        var users = database.Get<UserManager<AppUser>>();
        var service = database.Get<SignInService>();
        await users.SetLockoutEndDateAsync((await users.FindByEmailAsync(PortalHost.Kirklees(Role.Chair)))!, DateTimeOffset.MaxValue);

        Assert.Null(await service.CheckAsync(PortalHost.Kirklees(Role.Chair), Right));
    }

    [Theory]
    [InlineData(null, "x")]
    [InlineData("", "x")]
    [InlineData("chair@kirklees.example", null)]
    [InlineData("chair@kirklees.example", "")]
    [InlineData("сhair@kirklees.example", Right)]
    [InlineData("chair@kirklees.example\0", Right)]
    [InlineData("chair@kirklees.example", Right + " ")]
    public async Task What_is_not_right_to_the_letter_is_refused(string? email, string? password)
    {
        await using var database = await TestDatabase.SeededAsync();

        Assert.Null(await database.Get<SignInService>().CheckAsync(email, password));
    }

    [Fact]
    public async Task A_password_of_ten_thousand_characters_is_refused_before_it_is_hashed()
    {
        await using var database = await TestDatabase.SeededAsync();

        Assert.Null(await database.Get<SignInService>().CheckAsync(PortalHost.Kirklees(Role.Chair), new string('a', 10_000)));
    }

    [Theory]
    [InlineData("/programmes/kirklees", "/programmes/kirklees")]
    [InlineData("/programmes/kirklees/actions?q=a%20b#x", "/programmes/kirklees/actions?q=a%20b#x")]
    [InlineData("/", "/")]
    [InlineData(null, Urls.Programmes)]
    [InlineData("", Urls.Programmes)]
    [InlineData("//evil.example", Urls.Programmes)]
    [InlineData("/\\evil.example", Urls.Programmes)]
    [InlineData("\\\\evil.example", Urls.Programmes)]
    [InlineData("https:evil.example", Urls.Programmes)]
    [InlineData("https://evil.example", Urls.Programmes)]
    [InlineData("javascript:alert(1)", Urls.Programmes)]
    [InlineData("programmes", Urls.Programmes)]
    [InlineData(" /programmes", Urls.Programmes)]
    [InlineData("/\t/evil.example", Urls.Programmes)]
    [InlineData("/\n/evil.example", Urls.Programmes)]
    public void After_signing_in_only_an_address_inside_the_portal_is_opened(string? asked, string opened) => Assert.Equal(opened, SignInService.LocalUrl(asked));

    private static string Path(HttpResponseMessage answer) => answer.Headers.Location is { IsAbsoluteUri: true } url ? url.PathAndQuery : answer.Headers.Location!.OriginalString;

    private static async Task<(HttpResponseMessage Answer, string Page)> PostAsync(HttpClient client, string email, string password, string? returnUrl = null)
    {
        var address = Urls.With(Urls.SignIn, ("returnUrl", returnUrl));
        var token = Token().Match(await client.GetStringAsync(address)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token, ["Input.Email"] = email, ["Input.Password"] = password });
        var answer = await client.PostAsync(address, form);
        return (answer, Comment().Replace(Token().Replace(await answer.Content.ReadAsStringAsync(), ""), ""));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    // Blazor writes its protected state there, anew in every answer.
    [GeneratedRegex("<!--[^>]*-->", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
