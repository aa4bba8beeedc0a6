using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Actions;

/// <summary>The form over the real services.</summary>
public sealed class UpdateFormTests
{
    [Fact]
    public async Task Every_question_has_its_label_its_hint_and_the_words_of_last_time()
    {
        await using var page = await PageAsync();

        foreach (var (label, last) in new[] { ("What changed?", "Managers met their workers."), ("What would a child notice?", "The same worker at every visit."), ("What is in the way?", "Nothing.") })
        {
            var found = page.Form.FindAll("label").Single(l => l.TextContent == label);
            var box = page.Form.Find($"#{found.GetAttribute("for")}");
            Assert.Equal("TEXTAREA", box.TagName);
            Assert.NotEmpty(page.Form.Find($"#{box.GetAttribute("aria-describedby")!.Split(' ')[0]}").TextContent);
            Assert.Contains(last, found.ParentElement!.TextContent, StringComparison.Ordinal);
        }
        Assert.Contains("Submit update", page.Form.Find("button[type=submit]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_stand_in_a_summary_and_beside_their_fields_and_the_words_typed_are_kept()
    {
        await using var page = await PageAsync();
        await page.TypeAsync("WhatChanged", "Nine of twelve plans were checked.");

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Equal("2 things to put right", page.Form.Find("[role=alert] h2").TextContent));
        Assert.Equal(["Write what a child would notice, or “nothing yet”.", "Write what is in the way, or “nothing”."], page.Form.FindAll("[role=alert] a").Select(a => a.TextContent));
        Assert.All(page.Form.FindAll("[role=alert] a"), a => Assert.NotNull(page.Form.Find($"#{a.GetAttribute("href")!.Split('#')[1]}")));
        Assert.Equal("Write what is in the way, or “nothing”.", page.Form.Find("#InTheWay-error").TextContent);
        Assert.Equal("true", page.Form.Find("#InTheWay").GetAttribute("aria-invalid"));
        Assert.Equal("Nine of twelve plans were checked.", page.Text("WhatChanged"));
        Assert.Equal(1, await page.UpdatesAsync());
    }

    [Fact]
    public async Task A_good_update_is_stored_and_the_action_opens()
    {
        await using var page = await PageAsync();
        await page.FillAsync();

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.EndsWith("/programmes/testshire/actions/1.1?posted=true", page.Address, StringComparison.Ordinal));
        Assert.Equal(2, await page.UpdatesAsync());
    }

    [Fact]
    public async Task When_a_colleague_was_faster_the_words_are_kept_theirs_are_shown_and_a_second_submit_works()
    {
        await using var page = await PageAsync();
        await page.FillAsync();
        await page.ColleaguePostsAsync("The colleague’s words.");

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Contains("Someone else changed action 1.1", page.Form.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Nine of twelve plans were checked.", page.Text("WhatChanged"));
        Assert.Contains("The colleague’s words.", page.Form.Find("form").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, await page.UpdatesAsync());

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.EndsWith("?posted=true", page.Address, StringComparison.Ordinal));
        Assert.Equal(3, await page.UpdatesAsync());
    }

    [Fact]
    public async Task A_post_that_ended_while_the_form_was_open_stores_nothing_and_says_why()
    {
        await using var page = await PageAsync();
        await page.FillAsync();
        await page.EndMembershipAsync();

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Contains("Your role does not allow this.", page.Form.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Nine of twelve plans were checked.", page.Text("WhatChanged"));
        Assert.Equal(1, await page.UpdatesAsync());
    }

    private static async Task<Page> PageAsync()
    {
        var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        return new Page(database, board);
    }

    /// <summary>The form as its reader meets it.</summary>
    private sealed class Page : IAsyncDisposable
    {
        private readonly BunitContext context = new();
        private readonly TestDatabase database;
        private readonly TestBoard board;

        public Page(TestDatabase database, TestBoard board)
        {
            (this.database, this.board) = (database, board);
            database.Register(context.Services);
            context.Services.AddRadzenComponents();
            context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
            context.JSInterop.Mode = JSRuntimeMode.Loose;
            Form = context.Render<UpdateForm>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Reference, "1.1"));
            Form.WaitForElement("form");
        }

        public IRenderedComponent<UpdateForm> Form { get; }

        public string Address => context.Services.GetRequiredService<NavigationManager>().Uri;

        public string? Text(string field) => Form.Find($"#{field}").GetAttribute("value") ?? Form.Find($"#{field}").TextContent;

        public Task TypeAsync(string field, string words) => Form.Find($"#{field}").ChangeAsync(new ChangeEventArgs { Value = words });

        public Task SubmitAsync() => Form.Find("form").SubmitAsync();

        public async Task FillAsync()
        {
            await TypeAsync("WhatChanged", "Nine of twelve plans were checked.");
            await TypeAsync("ChildWouldNotice", "The same worker.");
            await TypeAsync("InTheWay", "Nothing.");
        }

        public async Task ColleaguePostsAsync(string words)
        {
            await using var db = database.Open(board.Programme.Id);
            await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Office), "1.1", await db.Actions.Select(a => a.Version).SingleAsync(),
                new UpdateInput { WhatChanged = words, ChildWouldNotice = "Nothing yet.", InTheWay = "Nothing.", Forecast = board.Today.AddDays(9) });
        }

        public async Task EndMembershipAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            await db.Members.Where(m => m.Id == board.Lead.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today.AddDays(-1)));
        }

        public async Task<int> UpdatesAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            return await db.Updates.CountAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await context.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Lead)));
    }
}
