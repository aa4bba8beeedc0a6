using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Every page: nothing for axe to say, one heading, a title, English, and no sideways scrolling on a phone.</summary>
[Collection(PagesRun.Name)]
public sealed class Accessibility(Portal portal)
{
    private static readonly (string Name, Person? Who, string Path, Func<IPage, Task>? Prepare)[] All =
    [
        ("sign-in", null, "/sign-in", null),
        ("forgotten password", null, "/forgotten-password", null),
        ("a link to a password that does not work", null, "/new-password/nonsense", null),
        ("your account", Person.Lead, "/account", null),
        ("no council account", Person.Lead, "/account/council", null),
        ("change password with errors", Person.Lead, "/account/password", page => page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync()),
        ("set up an authenticator app", Person.Lead, "/account/authenticator", null),
        ("passkeys with errors", Person.Lead, "/account/passkeys", AddNoPasskeyAsync),
        ("new recovery codes with errors", Person.Lead, "/account/recovery-codes", page => page.GetByRole(AriaRole.Button, new() { Name = "Make new codes" }).ClickAsync()),
        ("add a second factor", Person.Lead, "/account/second-factor", null),
        ("who must have a second factor with errors", Person.Admin, "sign-ins/rules", RuleWithoutReasonAsync),
        ("programmes", Person.Lead, "/programmes", null),
        ("dashboard", Person.Chair, "", page => Expect(page.Locator(".chart svg")).ToBeVisibleAsync()),
        ("dashboard as at a past date", Person.Chair, "/programmes/kirklees@2018-03-31", page => page.GetByText("Position as at").ClickAsync()),
        ("two dates compared", Person.Chair, "compare?from=2018-03-31", null),
        ("attention", Person.Chair, "attention", null),
        ("acknowledge a flag with errors", Person.Office, "attention", AcknowledgeNothingAsync),
        ("recommendations", Person.Chair, "recommendations", null),
        ("one recommendation", Person.Chair, "recommendations/15", null),
        ("one recommendation to decide about", Person.Office, "recommendations/8", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Judge impact" })).ToBeVisibleAsync()),
        ("visits", Person.Chair, "visits", null),
        ("visit matrix", Person.Chair, "visits/matrix?later=true", null),
        ("one visit", Person.Chair, "visits/5", null),
        ("record a visit", Person.Office, "visits/add", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Record visit" })).ToBeVisibleAsync()),
        ("add findings with errors", Person.Office, "visits/5/findings/add", TakeInNothingAsync),
        ("one concern to answer", Person.Office, "visits/5", page => OpenFindingAsync(page, "Staff had been trained", "Save answer")),
        ("one strength to test", Person.Office, "visits", page => OpenFindingAsync(page, "The designated officer", "It holds")),
        ("correct a visit", Person.Office, "visits/5/correct", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save correction" })).ToBeVisibleAsync()),
        ("correct a finding with errors", Person.Office, "visits/inspection-2016", CorrectNothingAsync),
        ("one inspection", Person.Chair, "visits/inspection-2016", null),
        ("actions", Person.Chair, "actions", null),
        ("actions, none found", Person.Chair, "actions?q=nosuchword", null),
        ("one action", Person.Lead, "actions/15.2", null),
        ("the plan of an action", Person.Office, "actions/17.2", OpenPlanAsync),
        ("one action to review", Person.Office, "actions/6.1", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign off" })).ToBeVisibleAsync()),
        ("one update to review", Person.Office, "actions/24.1", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Accept update" })).ToBeVisibleAsync()),
        ("evidence", Person.Office, "evidence", null),
        ("one piece of evidence", Person.Office, "evidence/5", null),
        ("attach evidence", Person.Lead, AttachPage.Address("15.2"), null),
        ("attach evidence with errors", Person.Lead, AttachPage.Address("15.2"), AttachNothingAsync),
        ("add a version", Person.Lead, "evidence/3/add-version", null),
        ("update", Person.Lead, UpdatePage.Address("15.2"), page => Expect(new UpdatePage(page).WhatChanged).ToBeVisibleAsync()),
        ("update with errors", Person.Lead, UpdatePage.Address("15.2"), SubmitNothingAsync),
        ("my updates", Person.Lead, "my-updates", null),
        ("update with a draft", Person.Office, UpdatePage.Address("22.1"), RestoreAsync),
        ("hand-over", Person.Office, "hand-over", null),
        ("hand-over of one post", Person.Office, "hand-over", page => page.GetByRole(AriaRole.Link, new() { Name = "Hand over from" }).First.ClickAsync()),
        ("reporting calendar", Person.Office, "periods", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add periods" })).ToBeVisibleAsync()),
        ("a frozen period", Person.Office, "periods/board-2018-07-12", page => Expect(page.GetByText("Say that a step is done")).ToBeVisibleAsync()),
        ("the period that collects", Person.Office, "periods/board-2018-08-23", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Change the dates" })).ToBeVisibleAsync()),
        ("readiness gate", Person.Office, "periods/board-2018-08-23/readiness", null),
        ("waive with errors", Person.Office, "periods/board-2018-08-23/readiness", WaiveNothingAsync),
        ("a recovery plan to give", Person.Office, "actions/17.1", page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save recovery plan" })).ToBeVisibleAsync()),
        ("packs", Person.Office, PacksPage.Address, page => Expect(page.GetByRole(AriaRole.Button, new() { Name = "Build now" })).ToBeVisibleAsync()),
        ("one pack", Person.Office, PacksPage.Address, OpenDraftAsync),
        ("a pack as a page", Person.Office, PacksPage.Address, ReadDraftAsync),
        ("a pack that waits for approval", Person.Office, SchedulePage.Address, PreparePackAsync),
        ("register of packs", Person.Office, "packs/register?state=nonsense", null),
        ("distribution lists", Person.Office, "packs/distribution", null),
        ("add to a list with errors", Person.Office, "packs/distribution", AddNobodyAsync),
        ("who got a pack", Person.Office, "packs/schedule/add", OpenRecipientsAsync),
        ("mail", Person.Office, "mail", null),
        ("a link that does not work", null, "/pack-link/nonsense", null),
        ("check a pack", null, "/verify", null),
        ("check a pack with errors", null, "/verify?sha256=nonsense", page => Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Type at least")),
        ("a pack checked", null, "/verify?sha256=0123456789abcdef", null),
        ("schedule", Person.Office, SchedulePage.Address, page => new SchedulePage(page).OpenFormAsync()),
        ("add a schedule with errors", Person.Office, "packs/schedule/add", AddNoScheduleAsync),
        ("pace", Person.Chair, "pace", page => Expect(page.Locator(".chart svg")).ToBeVisibleAsync()),
        ("direction", Person.Chair, "direction", null),
        ("history", Person.Chair, "history", null),
        ("sign-ins", Person.Admin, "sign-ins", null),
        ("the history proved", Person.Office, "history/check", CheckHistoryAsync),
        ("a pack held against the history", Person.Chair, "history/check?entries=1&seal=x", null),
        ("people", Person.Admin, "people", null),
        ("invite with errors", Person.Admin, "people/invite", InviteNobodyAsync),
        ("who may do what", Person.Office, "people/rights", null),
        ("one person", Person.Admin, "people", page => page.GetByRole(AriaRole.Link, new() { Name = "Board chair" }).ClickAsync()),
        ("retention", Person.Admin, "retention", null),
        ("no mail address looked up", Person.Admin, "retention/address", page => SaveNothingAsync(page, "Look it up")),
        ("a mail address that cannot be erased", Person.Admin, "retention/address", page => LookUpAsync(page, "police@kirklees.example")),
        ("a retention period with errors", Person.Admin, "retention/periods/Mails", page => SaveNothingAsync(page, "Save the period")),
        ("a hold", Person.Admin, "retention/holds/put", PutHoldAsync),
        ("put a hold with errors", Person.Admin, "retention/holds/put", page => SaveNothingAsync(page, "Put the hold")),
        ("a person who cannot be erased", Person.Admin, "people/1/erase", null),
        ("information requests", Person.Office, "information-requests", null),
        ("an invitation that does not work", null, "/invitation/nonsense", null),
        ("rating rules", Person.Chair, "rating-rules", null),
        ("not found", Person.Chair, "actions/999", null),
        ("role not allowed", Person.Chair, SchedulePage.Address, null),
    ];

    public static TheoryData<string> Pages => new(All.Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_can_be_used_by_everybody(string name) => portal.WatchAsync(async visit =>
    {
        var page = await OpenAsync(visit, name);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en-GB");
        Assert.False(string.IsNullOrWhiteSpace(await page.TitleAsync()));

        await CheckAsync(page);
        await ResizeAsync(page, 360);
        await CheckAsync(page);
        await ResizeAsync(page, 320);
    }, $"{nameof(A_page_can_be_used_by_everybody)}({name})");

    [Fact]
    public Task The_menu_on_a_phone_can_be_used_by_everybody() => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignedInAsync(Person.Lead, "my-updates");
        await ResizeAsync(page, 360);
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();
        await CheckAsync(page);
        await new Menu(page).OpenAsync("Actions");
    });

    private static async Task<IPage> OpenAsync(Visit visit, string name)
    {
        var (_, who, path, prepare) = All.Single(p => p.Name == name);
        var page = who is { } person ? await visit.LookAsync(person, path) : await visit.StrangerAsync();
        if (who is null)
            await page.GotoAsync(path);
        if (prepare is not null)
            await prepare(page);
        return page;
    }

    private static async Task CheckAsync(IPage page)
    {
        // From the top, so that what stands fixed at the foot covers the same on every machine.
        await page.EvaluateAsync("() => scrollTo({ top: 0, behavior: 'instant' })");
        var complaints = await Axe.ComplaintsAsync(page);
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private static async Task ResizeAsync(IPage page, int width)
    {
        await page.SetViewportSizeAsync(width, 800);
        // Charts draw themselves again for the new width.
        try
        {
            await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth", null, new() { Timeout = 5000 });
        }
        catch (TimeoutException)
        {
            var overhang = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.Fail($"At {width} px the page is {overhang} px too wide; widest: {await WidestAsync(page)}");
        }
    }

    private static Task<string> WidestAsync(IPage page) => page.EvaluateAsync<string>("""
        () => [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .slice(0, 5).map(e => e.outerHTML.slice(0, 150)).join('\n')
        """);

    private static async Task AttachNothingAsync(IPage page)
    {
        var form = new AttachPage(page);
        await form.SubmitAsync();
        await Expect(form.Summary).ToBeFocusedAsync();
    }

    private static async Task SubmitNothingAsync(IPage page)
    {
        var form = new UpdatePage(page);
        await form.SubmitAsync();
        await Expect(form.Summary).ToBeVisibleAsync();
    }

    private static async Task AcknowledgeNothingAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Acknowledge" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" })).ToBeVisibleAsync();
    }

    private static async Task AddNoPasskeyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not your present password");
    }

    private static async Task AddNoScheduleAsync(IPage page)
    {
        await page.GetByLabel("How often").SelectOptionAsync("By a cron expression, for experts");
        await page.GetByLabel("Cron expression").FillAsync("0 7 6 * ?");
        await Expect(page.GetByText("Most likely the seconds are missing").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add schedule" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Not saved");
    }

    private static async Task CheckHistoryAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Expect(page.GetByText("The history is whole.")).ToBeVisibleAsync();
    }

    private static async Task WaiveNothingAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Waive (action|recommendation) ") }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Waive", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" })).ToBeVisibleAsync();
    }

    private static async Task TakeInNothingAsync(IPage page)
    {
        await page.GetByLabel("What inspectors said", new() { Exact = true }).FillAsync("Core groups are still late.\nStaff knew their children well.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make rows" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save 2 findings" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" })).ToBeVisibleAsync();
    }

    private static async Task CorrectNothingAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "The council had not checked for itself" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save correction" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "One thing to put right" })).ToBeVisibleAsync();
    }

    private static async Task OpenFindingAsync(IPage page, string beginning, string button)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = beginning }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = button })).ToBeVisibleAsync();
    }

    private static async Task RestoreAsync(IPage page)
    {
        var form = new UpdatePage(page);
        await form.WhatChanged.PressSequentiallyAsync("Half a sentence");
        await Expect(form.Draft).ToContainTextAsync("Draft saved");
        await page.ReloadAsync();
        await Expect(page.GetByText("Restored what you typed at")).ToBeVisibleAsync();
    }

    private static async Task OpenPlanAsync(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Accept new dates" })).ToBeVisibleAsync();
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    private static async Task OpenDraftAsync(IPage page)
    {
        var packs = new PacksPage(page);
        if (await packs.Drafts.CountAsync() == 0)
        {
            await packs.BuildDraftAsync();
            await packs.OpenBuiltAsync();
        }
        else
        {
            await packs.Drafts.First.ClickAsync();
        }
        await new PackPage(page).HashAsync();
    }

    private static async Task SaveNothingAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    private static async Task LookUpAsync(IPage page, string address)
    {
        await page.GetByLabel("E-mail address").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look it up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Download what is held" })).ToBeVisibleAsync();
    }

    private static async Task RuleWithoutReasonAsync(IPage page)
    {
        await page.GetByLabel("Lead must have a second factor").CheckAsync();
        await SaveNothingAsync(page, "Save");
    }

    private static async Task PutHoldAsync(IPage page)
    {
        await page.GetByLabel("What it covers").SelectOptionAsync("Action");
        await page.Locator("#Reference").FillAsync("15.2");
        await page.Locator("#Reason").FillAsync("Request 12 of the information officer.");
        await page.GetByLabel("Who asked for it").FillAsync("Information governance");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put the hold" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Action 15.2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Lift" })).ToBeVisibleAsync();
    }

    private static async Task InviteNobodyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write the e-mail address");
    }

    private static async Task AddNobodyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the recipient" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" })).ToBeVisibleAsync();
    }

    private static async Task OpenRecipientsAsync(IPage page)
    {
        // That nobody approves is said in a schedule. Ended, it counts until the edition has another; the other pages expect one schedule.
        await Expect(page.GetByLabel("Edition", new() { Exact = true })).ToHaveValueAsync("Commissioner");
        for (var place = 1; place <= 3; place++)
            await page.GetByLabel($"{place}. approver").SelectOptionAsync("Nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add schedule" }).ClickAsync();
        var schedule = page.GetByRole(AriaRole.Region, new() { Name = "Commissioner pack", Exact = true });
        await schedule.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await schedule.GetByRole(AriaRole.Button, new() { Name = "End this schedule" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Schedules that ended" })).ToBeVisibleAsync();
        await page.GotoAsync(Visit.Below("periods/board-2018-05-31"));
        await page.Locator("//h3[.='Commissioner pack']/following-sibling::div[1]//button").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Who got it by mail" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Withdraw link" })).ToBeVisibleAsync();
    }

    private static async Task PreparePackAsync(IPage page)
    {
        await new SchedulePage(page).ApprovedByAsync("Board chair");
        await page.GotoAsync(Visit.Below("periods/board-2018-05-31"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Prepare for approval: board pack" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add comment" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Take it back").First).ToBeVisibleAsync();
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    private static async Task ReadDraftAsync(IPage page)
    {
        await OpenDraftAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Read as a page" }).ClickAsync();
        await Expect(page.Locator(".chart svg").Last).ToBeVisibleAsync();
    }
}
