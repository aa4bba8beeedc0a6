using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>From the administrator’s form to the first page of somebody new, by the link in the mail, out again, and erased.</summary>
[Collection(PortalRun.Name)]
public sealed class Invitations(Portal portal)
{
    private const string Address = "peer@othershire.example";

    [Fact]
    public Task Somebody_invited_accepts_by_mail_looks_around_is_out_when_access_ends_and_is_erased() => portal.WatchAsync(async visit =>
    {
        var admin = await visit.SignedInAsync(Person.Admin, "people");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.GetByLabel("E-mail address").FillAsync(Address);
        await admin.GetByLabel("Role title").FillAsync("Peer reviewer");
        await admin.GetByLabel("Agency").FillAsync("Another council");
        await admin.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "External viewer" });
        await admin.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("An external viewer needs a last day");
        await admin.GetByLabel("Last day").FillAsync("2018-12-31");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Invited.");

        var link = await portal.Host.InvitationAsync(Address);
        var peer = await visit.StrangerAsync();
        await peer.GotoAsync(link);
        await Expect(peer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are invited");
        await peer.GetByLabel("Choose a password").FillAsync("short");
        await peer.GetByRole(AriaRole.Button, new() { Name = "Accept and sign in" }).ClickAsync();
        await Expect(peer.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await peer.GetByLabel("Choose a password").FillAsync("lantern gravel quiet tuesday");
        await peer.GetByRole(AriaRole.Button, new() { Name = "Accept and sign in" }).ClickAsync();
        await Expect(peer).ToHaveURLAsync(new Regex("/programmes/kirklees$"));
        await Expect(peer.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true })).ToHaveCountAsync(0);

        var again = await visit.StrangerAsync();
        await again.GotoAsync(link);
        await Expect(again.Locator("main")).ToContainTextAsync("accepted already");

        await admin.GotoAsync(Visit.Below("people"));
        await admin.GetByRole(AriaRole.Link, new() { Name = "Peer reviewer" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "End access now" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write why");
        Assert.Empty(await Axe.ComplaintsAsync(admin));
        await admin.Locator("#LastDayReason").FillAsync("Their review is over.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "End access now" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Region, new() { Name = "Whose part has ended" })).ToContainTextAsync("Peer reviewer");
        await peer.GetByRole(AriaRole.Link, new() { Name = "Actions" }).First.ClickAsync();
        await Expect(peer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");

        await admin.GetByRole(AriaRole.Region, new() { Name = "Whose part has ended" }).GetByRole(AriaRole.Link, new() { Name = "Peer reviewer" }).ClickAsync();
        await admin.GetByRole(AriaRole.Link, new() { Name = "Erase this person" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Erase the peer reviewer");
        Assert.Empty(await Axe.ComplaintsAsync(admin));
        await admin.GetByLabel("Why").FillAsync("Asked for in a letter of 3 August 2018.");
        await admin.GetByLabel("Type the role title to confirm").FillAsync("peer");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Erase this person" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(admin.GetByLabel("Why")).ToHaveValueAsync("Asked for in a letter of 3 August 2018.");
        Assert.Empty(await Axe.ComplaintsAsync(admin));
        await admin.GetByLabel("Type the role title to confirm").FillAsync("Peer reviewer");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Erase this person" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Erased, for good.");
        await Expect(admin.Locator("main")).Not.ToContainTextAsync(Address);
    });
}
