using System.Text.RegularExpressions;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>What is typed outlives the connection, the tab and the device.</summary>
[Collection(PortalRun.Name)]
public sealed partial class Drafts(Portal portal)
{
    [Fact]
    public Task Typing_goes_on_without_a_connection_and_the_update_is_posted_once_when_it_is_back() => portal.WatchAsync(async visit =>
    {
        var lead = await visit.SignedInAsync(Person.Lead, UpdatePage.Address("15.2"));
        var form = new UpdatePage(lead);
        await form.WhatChanged.PressSequentiallyAsync("Seven of ");
        await Expect(form.Draft).ToHaveTextAsync(DraftSaved());

        await lead.Context.SetOfflineAsync(true);
        await form.WhatChanged.PressSequentiallyAsync("nine plans were checked.");
        await Expect(form.Said).ToContainTextAsync("Not connected: kept on this device");
        await form.WriteAsync("Seven of nine plans were checked.");
        await form.SubmitAsync();
        await Expect(form.Said).ToContainTextAsync("Not connected, so not posted yet.");

        await lead.Context.SetOfflineAsync(false);
        await form.SubmitAsync();
        await new ActionPage(lead).SaysSavedAsync();
        await Expect(lead.GetByRole(AriaRole.Article).Filter(new() { HasText = "Seven of nine plans were checked." })).ToHaveCountAsync(1);
        await lead.GotoAsync(Visit.Below(UpdatePage.Address("15.2")));
        await Expect(form.WhatChanged).ToHaveValueAsync("No change");
    }, expected: Disconnected());

    [Fact]
    public Task A_tab_that_was_closed_without_a_connection_loses_nothing() => portal.WatchAsync(async visit =>
    {
        var lead = await visit.SignedInAsync(Person.Lead, UpdatePage.Address("14.1"));
        var form = new UpdatePage(lead);
        await form.WhatChanged.PressSequentiallyAsync("Kept by the portal");
        await Expect(form.Draft).ToHaveTextAsync(DraftSaved());
        await lead.Context.SetOfflineAsync(true);
        await form.WhatChanged.PressSequentiallyAsync(", and this by the device alone.");
        await Expect(form.Said).ToContainTextAsync("kept on this device");
        var context = lead.Context;
        await lead.CloseAsync();

        await context.SetOfflineAsync(false);
        var again = await context.NewPageAsync();
        await again.GotoAsync(Visit.Below(UpdatePage.Address("14.1")));
        form = new UpdatePage(again);
        await Expect(form.WhatChanged).ToHaveValueAsync("Kept by the portal, and this by the device alone.");
        await Expect(again.GetByText("Restored what you typed at")).ToBeVisibleAsync();
        await Expect(form.Draft).ToHaveTextAsync(DraftSaved());

        // Another device, another day: the portal has it all by now.
        var other = await visit.SignedInAsync(Person.Lead, "my-updates");
        await Expect(other.GetByRole(AriaRole.Row).Filter(new() { HasText = "14.1" })).ToContainTextAsync("Draft of");
        await other.GotoAsync(Visit.Below(UpdatePage.Address("14.1")));
        await Expect(new UpdatePage(other).WhatChanged).ToHaveValueAsync("Kept by the portal, and this by the device alone.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Start afresh" }).ClickAsync();
        await Expect(new UpdatePage(other).WhatChanged).ToHaveValueAsync("No change");
        await Expect(other.GetByText("Restored what you typed at")).ToBeHiddenAsync();
    }, expected: Disconnected());

    [Fact]
    public Task Signing_out_leaves_nothing_on_the_computer_and_nothing_is_lost() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignInAsync(Person.Office);
        await office.GotoAsync(Visit.Below(UpdatePage.Address("24.1")));
        await new UpdatePage(office).WhatChanged.PressSequentiallyAsync("Not for the next one at this desk.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await Expect(office.GetByLabel("Password")).ToBeVisibleAsync();
        Assert.Equal(0, await office.EvaluateAsync<int>("() => localStorage.length"));

        office = await visit.SignInAsync(Person.Office);
        await office.GotoAsync(Visit.Below(UpdatePage.Address("24.1")));
        await Expect(new UpdatePage(office).WhatChanged).ToHaveValueAsync("Not for the next one at this desk.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Start afresh" }).ClickAsync();
    });

    [Fact]
    public Task On_a_phone_one_thumb_types_over_no_change_and_submits() => portal.WatchAsync(async visit =>
    {
        var lead = await visit.SignedInAsync(Person.Lead, "my-updates");
        await lead.SetViewportSizeAsync(360, 700);
        await lead.GetByRole(AriaRole.Link, new() { Name = "Post update on 3.1" }).ClickAsync();
        var form = new UpdatePage(lead);
        foreach (var answer in new[] { form.WhatChanged, form.ChildWouldNotice, form.InTheWay })
            await Expect(answer).ToHaveValueAsync("No change");
        await form.WhatChanged.ClickAsync();
        await form.WhatChanged.PressSequentiallyAsync("One more was seen.");
        await Expect(form.WhatChanged).ToHaveValueAsync("One more was seen.");
        // Without scrolling: the button stands at the foot of the screen, large enough for a thumb.
        var submit = lead.GetByRole(AriaRole.Button, new() { Name = "Submit update" });
        await Expect(submit).ToBeInViewportAsync();
        Assert.True((await submit.BoundingBoxAsync())!.Height >= 44);
        await form.Forecast.FillAsync("2018-12-21");
        await submit.ClickAsync();
        await new ActionPage(lead).SaysSavedAsync();
    });

    [GeneratedRegex(@"^Draft saved \d\d:\d\d$")]
    private static partial Regex DraftSaved();

    // The browser reports every request it could not send; here that is the point.
    [GeneratedRegex("ERR_INTERNET_DISCONNECTED")]
    private static partial Regex Disconnected();
}
