using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Actions;

/// <summary>The form over HTTP, as it works without a script, and what the script sends.</summary>
[Collection(PortalTests.Name)]
public sealed class UpdatePageTests(PortalHost portal) : IAsyncLifetime
{
    private static int last = 500;

    private readonly string reference = $"{Interlocked.Increment(ref last)}.1";
    private HttpClient lead = null!;
    private ActionItem action = null!;

    private TestBoard Board => portal.Other;

    private string Address => Urls.UpdateAction(PortalHost.Elsewhere, reference);

    private string DraftAddress => Urls.UpdateDraft(PortalHost.Elsewhere, reference);

    public async Task InitializeAsync()
    {
        action = await Board.AddActionAsync(reference);
        lead = await portal.SignedInAsync(Board.EmailOf(Role.Lead));
    }

    public Task DisposeAsync()
    {
        lead.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_question_has_its_label_its_hint_and_the_words_of_last_time()
    {
        var page = await FormPage.OpenAsync(lead, Address);

        foreach (var (label, last) in new[] { ("What changed?", "Managers met their workers."), ("What would a child notice?", "The same worker at every visit."), ("What is in the way?", "Nothing.") })
        {
            var found = page.Document.QuerySelectorAll("label").Single(l => l.TextContent == label);
            var box = page.Document.GetElementById(found.GetAttribute("for")!)!;
            Assert.Equal("TEXTAREA", box.TagName);
            Assert.NotEmpty(page.Document.GetElementById(box.GetAttribute("aria-describedby")!.Split(' ')[0])!.TextContent);
            Assert.Contains(last, found.ParentElement!.TextContent, StringComparison.Ordinal);
            Assert.Equal("No change", box.TextContent.Trim());
        }
        Assert.Equal("Submit update", page.Text("form.update button.button"));
        Assert.Equal($"{action.Forecast:yyyy-MM-dd}", page["Forecast"]);
    }

    [Fact]
    public async Task Faults_stand_in_a_summary_and_beside_their_fields_and_the_words_typed_are_kept()
    {
        var page = await FormPage.OpenAsync(lead, Address);
        (page["WhatChanged"], page["ChildWouldNotice"], page["InTheWay"], page["Forecast"]) = ("Nine of twelve plans were checked.", "", " ", "2026-13-");

        var (again, _) = await page.SubmitAsync();

        Assert.Equal("3 things to put right", again!.Text(".summary h2"));
        Assert.Equal(
            ["Write what a child would notice, or “nothing yet”.", "Write what is in the way, or “nothing”.", "Give the date you expect to finish, between 2000 and 2099."],
            again.Document.QuerySelectorAll(".summary a").Select(a => a.TextContent));
        Assert.All(again.Document.QuerySelectorAll(".summary a"), a => Assert.NotNull(again.Document.GetElementById(a.GetAttribute("href")!.Split('#')[1])));
        Assert.Equal("Write what is in the way, or “nothing”.", again.Text("#InTheWay-error"));
        Assert.Equal("true", again.Document.GetElementById("InTheWay")!.GetAttribute("aria-invalid"));
        Assert.Equal("Nine of twelve plans were checked.", again["WhatChanged"]);
        Assert.Equal(1, await UpdatesAsync());
    }

    [Fact]
    public async Task A_good_update_is_stored_and_the_action_opens()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "First line\r\nsecond line");
        page["LeadSays"] = "off_track";

        var (_, to) = await page.SubmitAsync();

        Assert.Equal($"/programmes/elsewhere/actions/{reference}?posted=true", to);
        var update = await LatestAsync();
        Assert.Equal(("First line\nsecond line", DeliveryRating.OffTrack), (update.WhatChanged, update.LeadSays));
    }

    [Fact]
    public async Task The_same_post_sent_twice_is_one_update_and_both_are_answered_alike()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "Mine");

        var (_, first) = await page.SubmitAsync();
        var (_, second) = await page.SubmitAsync();

        Assert.Equal(first, second);
        Assert.Equal(2, await UpdatesAsync());
    }

    [Fact]
    public async Task Words_changed_after_an_answer_got_lost_are_not_lost_too()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "Mine");
        await page.SubmitAsync();
        page["WhatChanged"] = "Mine, and more";

        var (merge, _) = await page.SubmitAsync();
        Assert.Equal("Mine, and more", merge!["WhatChanged"]);
        var (_, to) = await merge.SubmitAsync();

        Assert.EndsWith("?posted=true", to, StringComparison.Ordinal);
        Assert.Equal("Mine, and more", (await LatestAsync()).WhatChanged);
        Assert.Equal(3, await UpdatesAsync());
    }

    [Fact]
    public async Task When_a_colleague_was_faster_both_texts_stand_side_by_side_and_mine_can_be_posted_as_well()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "My words");
        await ColleaguePostsAsync("The colleague’s words.");

        var (merge, _) = await page.SubmitAsync();

        Assert.Contains($"Someone else changed action {reference}", merge!.Text(".summary"), StringComparison.Ordinal);
        Assert.Contains("Update posted by programme office", merge.Text(".meanwhile"), StringComparison.Ordinal);
        Assert.Contains("The colleague’s words.", merge.Text(".field:has(#WhatChanged) .last"), StringComparison.Ordinal);
        Assert.Equal(("My words", "Submit mine as well"), (merge["WhatChanged"], merge.Text("form.update button.button")));
        Assert.Equal(2, await UpdatesAsync());

        var (_, to) = await merge.SubmitAsync();

        Assert.EndsWith("?posted=true", to, StringComparison.Ordinal);
        Assert.Equal("My words", (await LatestAsync()).WhatChanged);
        Assert.Equal(3, await UpdatesAsync());
    }

    [Fact]
    public async Task Whoever_stopped_leading_while_writing_posts_nothing_and_still_has_the_words()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "My words");
        await using (var db = Open())
            await db.Actions.Where(a => a.Ref == reference).ExecuteUpdateAsync(set => set.SetProperty(a => a.LeadId, Board.OtherLead.Id));

        var (closed, _) = await page.SubmitAsync();

        Assert.Contains("Only the lead (Virtual school head) and the programme office post updates", closed!.Text(".notice"), StringComparison.Ordinal);
        Assert.Contains("My words", closed.Text("main"), StringComparison.Ordinal);
        Assert.Equal(1, await UpdatesAsync());
    }

    [Fact]
    public async Task A_draft_is_restored_when_the_form_is_opened_again_and_starting_afresh_ends_it()
    {
        var page = await FormPage.OpenAsync(lead, Address);
        (page["WhatChanged"], page["LeadSays"], page["Forecast"]) = ("Half a sen", "at_risk", "2031-05-04");
        using var kept = await page.SendAsync(DraftAddress);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);

        var again = await FormPage.OpenAsync(lead, Address);
        Assert.Equal(("Half a sen", "at_risk", "2031-05-04", page["PostKey"]), (again["WhatChanged"], again["LeadSays"], again["Forecast"], again["PostKey"]));
        Assert.Matches("^Restored what you typed at \\d\\d:\\d\\d. Start afresh$", again.Text("form.restored:not([hidden])"));

        var (_, to) = await (await FormPage.OpenAsync(lead, Address, "form.restored")).SubmitAsync();
        Assert.Equal(Address, to);
        Assert.Equal("No change", (await FormPage.OpenAsync(lead, Address))["WhatChanged"]);
    }

    [Fact]
    public async Task A_draft_is_its_author_s_alone()
    {
        var page = await FormPage.OpenAsync(lead, Address);
        page["WhatChanged"] = "A secret thought";
        using var kept = await page.SendAsync(DraftAddress);
        using var office = await portal.SignedInAsync(Board.EmailOf(Role.Office));

        foreach (var address in new[] { Address, Urls.Action(PortalHost.Elsewhere, reference), Urls.History(PortalHost.Elsewhere), Urls.MyUpdates(PortalHost.Elsewhere) })
            Assert.DoesNotContain("A secret thought", await office.GetStringAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posting_ends_the_draft_and_one_that_arrives_late_does_not_bring_it_back()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "Mine");
        using var kept = await page.SendAsync(DraftAddress);
        await page.SubmitAsync();

        using var late = await page.SendAsync(DraftAddress);

        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        await using var db = Open();
        Assert.False(await db.UpdateDrafts.AnyAsync(d => d.ActionItemId == action.Id));
    }

    [Fact]
    public async Task A_draft_of_before_a_colleague_posted_opens_beside_what_they_wrote()
    {
        var page = Filled(await FormPage.OpenAsync(lead, Address), "My words");
        using var kept = await page.SendAsync(DraftAddress);
        await ColleaguePostsAsync("The colleague’s words.");

        var merge = await FormPage.OpenAsync(lead, Address);

        Assert.Contains("The colleague’s words.", merge.Text(".field:has(#WhatChanged) .last"), StringComparison.Ordinal);
        Assert.Equal("My words", merge["WhatChanged"]);
        Assert.EndsWith("?posted=true", (await merge.SubmitAsync()).To, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Chair, HttpStatusCode.Forbidden)]
    [InlineData(Role.Member, HttpStatusCode.Forbidden)]
    [InlineData(Role.Commissioner, HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, HttpStatusCode.Forbidden)]
    [InlineData(Role.Office, HttpStatusCode.OK)]
    public async Task Who_may_not_post_may_not_keep_a_draft_either(Role role, HttpStatusCode expected)
    {
        using var client = await portal.SignedInAsync(Board.EmailOf(role));
        // Any page of the programme gives a token for forms: that of signing out.
        var page = await FormPage.OpenAsync(client, Urls.Programme(PortalHost.Elsewhere), "form");
        page["WhatChanged"] = "Words";

        using var answer = await page.SendAsync(DraftAddress);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_draft_from_another_programme_without_its_token_or_far_too_long_is_refused()
    {
        var page = await FormPage.OpenAsync(lead, Address);
        page["WhatChanged"] = new string('x', UpdateDraft.AnswerMaxLength + 1);
        using var tooLong = await page.SendAsync(DraftAddress);
        page["WhatChanged"] = "Words";
        using var elsewhere = await page.SendAsync(Urls.UpdateDraft("kirklees", "15.2"));
        using var noToken = await lead.PostAsync(DraftAddress, new FormUrlEncodedContent([KeyValuePair.Create("Input.WhatChanged", "Words")]));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (tooLong.StatusCode, elsewhere.StatusCode, noToken.StatusCode));
    }

    private static FormPage Filled(FormPage page, string whatChanged)
    {
        (page["WhatChanged"], page["ChildWouldNotice"], page["InTheWay"]) = (whatChanged, "The same worker.", "Nothing.");
        return page;
    }

    private BoardDbContext Open() => portal.Services.GetRequiredService<BoardDatabase>().Open(Board.Programme.Id);

    private async Task<int> UpdatesAsync()
    {
        await using var db = Open();
        return await db.Updates.CountAsync(u => u.ActionItemId == action.Id);
    }

    private async Task<ProgressUpdate> LatestAsync()
    {
        await using var db = Open();
        return await db.Updates.OrderBy(u => u.Id).LastAsync(u => u.ActionItemId == action.Id);
    }

    private async Task ColleaguePostsAsync(string words)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await using var db = Open();
        await scope.ServiceProvider.GetRequiredService<ActionService>().PostUpdateAsync(Board.As(Role.Office), reference, await db.Actions.Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync(),
            new UpdateInput { WhatChanged = words, ChildWouldNotice = "Nothing yet.", InTheWay = "Nothing.", Forecast = Board.Today.AddDays(9) });
    }
}
