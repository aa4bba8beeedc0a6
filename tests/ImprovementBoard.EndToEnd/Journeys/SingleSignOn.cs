using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Signing in with the council account, at a real provider on this machine, in a portal of its own.</summary>
[Collection(CouncilRun.Name)]
public sealed class SingleSignOn(CouncilPortal portal)
{
    private const string Button = "Sign in with your council account";

    [NodeFact]
    public Task A_group_opens_the_programme_and_nobody_else_gets_in() => portal.WatchAsync(async visit =>
    {
        await portal.StartProviderAsync();
        var page = await visit.StrangerAsync();
        await page.GotoAsync("/programmes/kirklees/actions?late=true");
        await CheckAsync(page);
        await ClickAsync(page, Button);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("was not finished");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Ring");
        await ClickAsync(page, Button);
        await ProveAsync(page, "anna", "");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your council account opens nothing here yet");
        await CheckAsync(page);

        var lead = await visit.StrangerAsync();
        await lead.GotoAsync("/programmes/kirklees/actions?late=true");
        await ClickAsync(lead, Button);
        await ProveAsync(lead, "bea", "leads", secondStep: true);
        await Expect(lead).ToHaveURLAsync(new Regex("/programmes/kirklees/actions\\?late=true$"));
        await Expect(lead.GetByRole(AriaRole.Link, new() { Name = "Head of early help" }).First).ToBeVisibleAsync();

        await lead.GotoAsync("/account");
        await Expect(lead.GetByRole(AriaRole.Row).Filter(new() { HasText = "Council account" }).First).ToContainTextAsync("bea@council.example");
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "Where you are signed in" })).ToContainTextAsync("Council account and a second step");
        await CheckAsync(lead);
        await lead.GotoAsync("/account/authenticator");
        await Expect(lead.GetByText("You confirmed a moment ago that it is you")).ToBeVisibleAsync();
        await CheckAsync(lead);

        await lead.GetByRole(AriaRole.Link, new() { Name = "Back to your account" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Status)).ToContainTextAsync("You are signed out here.");
        await CheckAsync(lead);
        await lead.GetByRole(AriaRole.Link, new() { Name = "Sign out there too" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(lead).ToHaveURLAsync($"{portal.Url}/sign-in");
    });

    [NodeFact]
    public Task Somebody_invited_accepts_with_the_council_account_and_has_no_password() => portal.WatchAsync(async visit =>
    {
        await portal.StartProviderAsync();
        var admin = await visit.SignedInAsync(Person.Admin, "people/invite");
        await admin.GetByLabel("E-mail address").FillAsync("clerk@police.example");
        await admin.GetByLabel("Role title").FillAsync("Board member, police");
        await admin.GetByLabel("Agency").FillAsync("Police");
        await admin.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Board member" });
        await admin.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Invited.");

        var clerk = await visit.StrangerAsync();
        await clerk.GotoAsync(await portal.Host.InvitationAsync("clerk@police.example"));
        await CheckAsync(clerk);
        await ClickAsync(clerk, "Accept with your council account");
        await ProveAsync(clerk, "cleo", "");
        await Expect(clerk).ToHaveURLAsync(new Regex("/programmes/kirklees$"));
        await clerk.GotoAsync("/account");
        await Expect(clerk.GetByRole(AriaRole.Row).Filter(new() { HasText = "Password" }).First).ToContainTextAsync("None");
        await clerk.GotoAsync("/account/council");
        await Expect(clerk.Locator("main")).ToContainTextAsync("it is the way in and stays connected");
        await CheckAsync(clerk);
    });

    [NodeFact]
    public Task A_council_account_is_connected_opens_the_account_and_is_disconnected() => portal.WatchAsync(async visit =>
    {
        await portal.StartProviderAsync();
        var chair = await visit.StrangerAsync();
        await chair.GotoAsync("/sign-in");
        await new SignInPage(chair).SignInAsync(Person.Chair.Email(), PortalHost.Password);
        await chair.GotoAsync("/account");
        await chair.GetByRole(AriaRole.Link, new() { Name = "Connect your council account" }).ClickAsync();
        await CheckAsync(chair);
        await ClickAsync(chair, "Go to your council account");
        await ProveAsync(chair, "dora", "");
        await Expect(chair.Locator("main")).ToContainTextAsync("Shall dora@council.example open your account from now on?");
        await chair.GetByLabel("Your present password").FillAsync("not my password");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Connect it" }).ClickAsync();
        await Expect(chair.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not your present password.");
        await CheckAsync(chair);
        await chair.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await chair.GetByRole(AriaRole.Button, new() { Name = "Connect it" }).ClickAsync();
        await Expect(chair.GetByRole(AriaRole.Status)).ToContainTextAsync("Connected");

        var phone = await visit.StrangerAsync();
        await phone.GotoAsync("/sign-in");
        await ClickAsync(phone, Button);
        await ProveAsync(phone, "dora", "");
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your programmes");

        await chair.GetByRole(AriaRole.Link, new() { Name = "About your council account" }).ClickAsync();
        await chair.GetByLabel("Your present password").FillAsync(PortalHost.Password);
        await chair.GetByRole(AriaRole.Button, new() { Name = "Disconnect it" }).ClickAsync();
        await Expect(chair.GetByRole(AriaRole.Status)).ToContainTextAsync("disconnected");
        await phone.ReloadAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    });

    [NodeFact]
    public Task Without_a_password_the_council_is_asked_anew_before_anything_that_matters() => portal.WatchAsync(async visit =>
    {
        await portal.StartProviderAsync();
        var page = await visit.StrangerAsync();
        await page.GotoAsync("/sign-in");
        await ClickAsync(page, Button);
        await ProveAsync(page, "elsa", "leads");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your programmes");
        await portal.AgeProofsAsync();
        await page.GotoAsync("/account/authenticator");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up the app" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Confirm with your council account first that it is you");
        await CheckAsync(page);
        await ClickAsync(page, "Confirm with your council account");
        // Signed in there already, and asked all the same.
        await ProveAsync(page, "elsa", "leads");
        await Expect(page).ToHaveURLAsync(new Regex("/account/authenticator$"));
        await Expect(page.GetByText("You confirmed a moment ago that it is you")).ToBeVisibleAsync();
    });

    private static async Task ClickAsync(IPage page, string link) => await page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

    private static async Task ProveAsync(IPage page, string name, string groups, bool secondStep = false)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The council’s sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Groups").FillAsync(groups);
        if (secondStep)
            await page.GetByLabel("Second step").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    internal static async Task CheckAsync(IPage page)
    {
        var complaints = await Axe.ComplaintsAsync(page);
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }
}

/// <summary>A portal whose council’s provider does not answer.</summary>
[Collection(DownRun.Name)]
public sealed class SingleSignOnDown(DownPortal portal)
{
    [Fact]
    public Task A_provider_that_is_down_is_told_in_one_sentence_and_the_password_works_on() => portal.WatchAsync(async visit =>
    {
        var page = await visit.StrangerAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your Kirklees account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your Kirklees account could not be reached. Try again, or sign in with your password.");
        await SingleSignOn.CheckAsync(page);
        await new SignInPage(page).SignInAsync(Person.Member.Email(), PortalHost.Password);
    });
}
