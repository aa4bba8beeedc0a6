using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.EndToEnd.Pages;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>A second factor from its set-up to the day it is lost, by people of the other programme, whom no other journey needs.</summary>
[Collection(PagesRun.Name)]
public sealed partial class SignIn(Portal portal)
{
    // Browsers take passkeys for names only, not for the number of a machine.
    private string Site => portal.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Fact]
    public Task A_passkey_is_added_opens_the_portal_and_its_removal_closes_every_page() => portal.WatchAsync(async visit =>
    {
        var page = await visit.StrangerAsync();
        await HoldPasskeysAsync(page);
        await EnterAsync(page, "office@elsewhere.example");
        await page.GotoAsync($"{Site}/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Work laptop");
        await page.GetByLabel("Your present password").FillAsync("not my password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This is not your present password.");
        await page.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(RecoveryCodes.Count);
        await SingleSignOn.CheckAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Passkeys" })).ToContainTextAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(SignInAddress());

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your programmes");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"{Site}/programmes/elsewhere/packs");
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Build now" })).ToBeEnabledAsync();

        await page.GotoAsync($"{Site}/account/passkeys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove Work laptop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Remove a passkey");
        await SingleSignOn.CheckAsync(page);
        await page.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(SignInAddress());
        await Expect(other).ToHaveURLAsync(SignInAddress());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This passkey does not open an account here");
    });

    [Fact]
    public Task An_authenticator_app_is_set_up_asked_for_and_stood_in_for_by_a_recovery_code() => portal.WatchAsync(async visit =>
    {
        var page = await visit.StrangerAsync();
        await EnterAsync(page, "lead@elsewhere.example");
        await page.GotoAsync($"{Site}/account/authenticator");
        var secret = FromBase32(await page.Locator(".key").InnerTextAsync());
        await Expect(page.Locator(".square svg")).ToBeVisibleAsync();
        await page.GetByLabel("Code the app shows now").FillAsync("000 000");
        await page.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up the app" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the code of this key");
        var used = Totp.StepAt(DateTimeOffset.UtcNow);
        await page.GetByLabel("Code the app shows now").FillAsync(Totp.CodeAt(secret, used));
        await page.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up the app" }).ClickAsync();
        var code = await page.Locator(".codes li").Nth(3).InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(SignInAddress());

        await PasswordAsync(page, "lead@elsewhere.example");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.CodeAt(secret, used));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This code was used already");
        await SingleSignOn.CheckAsync(page);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.CodeAt(secret, used + 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your programmes");

        var phone = await visit.StrangerAsync();
        await PasswordAsync(phone, "lead@elsewhere.example");
        await phone.GetByRole(AriaRole.Link, new() { Name = "Lost your phone?" }).ClickAsync();
        await SingleSignOn.CheckAsync(phone);
        await phone.GetByLabel("Recovery code").FillAsync(code.Trim());
        await phone.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your programmes");
        await phone.GotoAsync($"{Site}/account");
        await Expect(phone.GetByText("9 of 10 left")).ToBeVisibleAsync();
        await phone.GotoAsync($"{Site}{Urls.RemoveAuthenticator}");
        await Expect(phone.GetByLabel("Your present password")).ToBeVisibleAsync();
        await SingleSignOn.CheckAsync(phone);
        await phone.GotoAsync($"{Site}/account");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Sign out all other devices" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Status)).ToHaveTextAsync("All other devices are signed out.");
        await page.ReloadAsync();
        await Expect(page).ToHaveURLAsync(SignInAddress());

        await page.GotoAsync($"{Site}{Urls.NewPassword}{await ResetAsync("lead@elsewhere.example")}");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save the password" })).ToBeVisibleAsync();
        await SingleSignOn.CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the password" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await SingleSignOn.CheckAsync(page);
    });

    // What the mail of a forgotten password brings.
    private async Task<string> ResetAsync(string email)
    {
        await using var scope = portal.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = (await users.FindByEmailAsync(email))!;
        return Web.Features.Account.ResetLink.Write(user.Id, await users.GeneratePasswordResetTokenAsync(user));
    }

    private async Task EnterAsync(IPage page, string email)
    {
        await page.GotoAsync($"{Site}/sign-in");
        await new SignInPage(page).SignInAsync(email, PortalHost.Password);
    }

    private async Task PasswordAsync(IPage page, string email)
    {
        await page.GotoAsync($"{Site}/sign-in");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    // Chromium's authenticator for tests: a laptop with a finger on it.
    private static async Task HoldPasskeysAsync(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static byte[] FromBase32(string key)
    {
        var bits = string.Concat(key.Where(char.IsLetterOrDigit).Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInAddress();
}
