using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Features.Recommendations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Recommendations;

/// <summary>The island on a recommendation's page, with the real services.</summary>
public sealed class RecommendationDecisionsTests
{
    [Fact]
    public async Task A_fault_stands_beside_its_field_and_what_was_typed_is_kept()
    {
        await using var page = await PageAsync(Role.Office);
        await page.Form.Find("#Reason").ChangeAsync(new ChangeEventArgs { Value = "Half see one worker." });
        await page.ChooseAsync("early_signs");

        await page.PressAsync("Judge impact");

        page.Form.WaitForAssertion(() => Assert.StartsWith("Choose the evidence that shows “early signs”.", page.Form.Find("#Evidence-error").TextContent, StringComparison.Ordinal));
        Assert.Contains("bad", page.Form.Find(".field:has(#Evidence-error)").ClassList);
        Assert.Equal("Half see one worker.", page.Form.Find("#Reason").GetAttribute("value") ?? page.Form.Find("#Reason").TextContent);
        Assert.True(page.Form.Find("input[value=early_signs]").HasAttribute("checked"));
        Assert.Equal(0, await page.JudgementsAsync());
    }

    [Fact]
    public async Task No_level_is_chosen_for_the_reviewer()
    {
        await using var page = await PageAsync(Role.Office);

        await page.PressAsync("Judge impact");

        page.Form.WaitForAssertion(() => Assert.Equal("Choose a level from 0 to 4.", page.Form.Find("#Level-error").TextContent));
    }

    [Fact]
    public async Task Too_early_needs_no_evidence_and_the_page_opens_again()
    {
        await using var page = await PageAsync(Role.Office);
        await page.Form.Find("#Reason").ChangeAsync(new ChangeEventArgs { Value = "Work began last month." });
        await page.ChooseAsync("too_early");

        await page.PressAsync("Judge impact");

        page.Form.WaitForAssertion(() => Assert.EndsWith("/programmes/testshire/recommendations/1?saved=true", page.Address, StringComparison.Ordinal));
        Assert.Equal(1, await page.JudgementsAsync());
    }

    [Fact]
    public async Task Every_level_shows_its_exact_rule()
    {
        await using var page = await PageAsync(Role.Office);

        Assert.All(ImpactLook.All, look => Assert.Contains(look.Rule, page.Form.Markup.Replace("&#x201C;", "“").Replace("&#x201D;", "”"), StringComparison.Ordinal));
        Assert.Empty(page.Form.FindAll("#RecheckOn")); // nothing to assure yet
    }

    [Fact]
    public async Task Confidential_evidence_is_marked_where_it_is_chosen()
    {
        await using var page = await PageAsync(Role.Office, async board =>
        {
            await board.AddEvidenceAsync("1.1");
            await board.AddEvidenceAsync("1.1", confidential: true);
        });

        Assert.Single(page.Form.FindAll("label.choice"), l => l.TextContent.EndsWith("action 1.1; confidential, so few read that the judgement rests on it", StringComparison.Ordinal));
    }

    private static async Task<Page> PageAsync(Role role, Func<TestBoard, Task>? and = null)
    {
        var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        await (and?.Invoke(board) ?? Task.CompletedTask);
        return new Page(database, board, role);
    }

    private sealed class Page : IAsyncDisposable
    {
        private readonly BunitContext context = new();
        private readonly TestDatabase database;
        private readonly TestBoard board;

        public Page(TestDatabase database, TestBoard board, Role role)
        {
            (this.database, this.board) = (database, board);
            database.Register(context.Services);
            context.Services.AddRadzenComponents();
            context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board, role));
            context.JSInterop.Mode = JSRuntimeMode.Loose;
            Form = context.Render<RecommendationDecisions>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Reference, "1"));
            Form.WaitForElement(".decisions");
        }

        public IRenderedComponent<RecommendationDecisions> Form { get; }

        public string Address => context.Services.GetRequiredService<NavigationManager>().Uri;

        public Task ChooseAsync(string code) => Form.Find($"input[value={code}]").ChangeAsync(new ChangeEventArgs { Value = code });

        public Task PressAsync(string name) => Form.FindAll("button").Single(b => b.TextContent.Trim() == name).ClickAsync(new());

        public async Task<int> JudgementsAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            return await db.ImpactJudgements.CountAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await context.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class SignedIn(TestBoard board, Role role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(role)));
    }
}
