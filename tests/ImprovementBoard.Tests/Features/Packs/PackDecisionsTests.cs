using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The island on the page of a pack that waits for the lead, then the chair.</summary>
public sealed class PackDecisionsTests
{
    [Fact]
    public async Task The_approver_approves_the_file_on_screen_and_the_page_opens_again()
    {
        await using var page = await PageAsync(Role.Lead);
        Assert.Contains("SHA-256 f", page.Form.Markup, StringComparison.Ordinal);
        Assert.Contains("Then it goes to the next approver.", page.Form.Markup, StringComparison.Ordinal);

        await page.PressAsync("Approve");

        page.Form.WaitForAssertion(() => Assert.EndsWith("/packs/1?saved=true", page.Address, StringComparison.Ordinal));
        Assert.Equal(("f", "Head of safeguarding"), await page.ApprovedAsync());
    }

    [Fact]
    public async Task A_page_that_showed_another_file_approves_nothing()
    {
        await using var page = await PageAsync(Role.Lead, shown: "e");

        await page.PressAsync("Approve");

        page.Form.WaitForAssertion(() => Assert.StartsWith("The document you read is not the one that waits now as Pack 1.", page.Form.Find(".notice.bad").TextContent, StringComparison.Ordinal));
        Assert.Null(await page.ApprovedAsync());
    }

    [Fact]
    public async Task A_return_without_a_reason_is_refused_beside_the_field()
    {
        await using var page = await PageAsync(Role.Lead);

        await page.PressAsync("Return it");

        page.Form.WaitForAssertion(() => Assert.StartsWith("Write what must be put right.", page.Form.Find("#Reason-error").TextContent, StringComparison.Ordinal));
        Assert.Contains("bad", page.Form.Find(".field:has(#Reason-error)").ClassList);
        Assert.Equal("Reason-hint Reason-error", page.Form.Find("#Reason").GetAttribute("aria-describedby"));
    }

    [Fact]
    public async Task The_office_can_change_an_approver_or_take_it_back_and_does_not_approve()
    {
        await using var page = await PageAsync(Role.Office);

        Assert.Equal(["Put in this place", "Take it back"], page.Buttons);
    }

    private static async Task<Page> PageAsync(Role role, string shown = "f")
    {
        var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            var pack = new Pack { ProgrammeId = board.Programme.Id, Number = 1, PeriodKey = "2026-03", PeriodName = "March 2026", BuiltOn = board.Today, BuiltBy = "Programme office", FactsJson = "{}", FactsHash = "a", FileHash = "f" };
            pack.AskFor([board.Lead, await db.Members.SingleAsync(m => m.Role == Role.Chair)], issueWithLast: true);
            db.Files.Add(new() { Hash = "f", Content = [1] });
            db.Packs.Add(pack);
            await db.SaveChangesAsync();
        }
        return new Page(database, board, role, shown);
    }

    private sealed class Page : IAsyncDisposable
    {
        private readonly BunitContext context = new();
        private readonly TestDatabase database;
        private readonly TestBoard board;

        public Page(TestDatabase database, TestBoard board, Role role, string shown)
        {
            (this.database, this.board) = (database, board);
            database.Register(context.Services);
            context.Services.AddRadzenComponents();
            context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board, role));
            context.JSInterop.Mode = JSRuntimeMode.Loose;
            Form = context.Render<PackDecisions>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Number, 1).Add(f => f.Hash, shown));
            Form.WaitForElement(".decisions");
        }

        public IRenderedComponent<PackDecisions> Form { get; }

        public string Address => context.Services.GetRequiredService<NavigationManager>().Uri;

        public IEnumerable<string> Buttons => Form.FindAll("button").Select(b => b.TextContent.Trim());

        public Task PressAsync(string name) => Form.FindAll("button").Single(b => b.TextContent.Trim() == name).ClickAsync(new());

        public async Task<(string?, string)?> ApprovedAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            return await db.PackApprovals.SingleOrDefaultAsync(a => a.ApprovedOn != null) is { } given ? (given.Sha256, given.Title) : null;
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
