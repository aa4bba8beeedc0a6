using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Distribution;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Distribution;

[Trait("Category", "Database")]
public sealed class DistributionServiceTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private DistributionService Lists => database.Get<DistributionService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_office_keeps_the_lists_and_who_is_taken_off_stays_in_the_record()
    {
        var office = board.As(Role.Office);
        await Lists.AddPostAsync(office, Audience.Board, board.Lead.Id);
        await Lists.AddPostAsync(office, Audience.Board, board.OtherLead.Id);
        await Lists.AddOutsideAsync(office, Audience.Board, "Clerk", "Police", " Clerk@Police.Example ");
        await Lists.AddOutsideAsync(office, Audience.Public, "Clerk", "Police", "clerk@police.example");

        var (standing, _) = await database.Get<DistributionQueries>().ListsAsync(office);
        Assert.Equal(
            [("Clerk", Audience.Board, "Clerk@police.example"), ("Clerk", Audience.Public, "clerk@police.example"), ("Head of safeguarding", Audience.Board, "lead@testshire.example"), ("Virtual school head", Audience.Board, null)],
            standing.Select(r => (r.Recipient.Title, r.Recipient.Audience, r.Address)));

        await Lists.RemoveAsync(office, standing[0].Recipient.Id);
        await Lists.AddOutsideAsync(office, Audience.Board, "Clerk", "Police", "clerk@police.example");

        var (now, removed) = await database.Get<DistributionQueries>().ListsAsync(office);
        Assert.Equal((4, "Clerk@police.example", "Programme office"), (now.Count, removed.Single().Email, removed.Single().RemovedBy!));
        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.Where(h => h.Kind == HistoryKind.DistributionChanged).OrderBy(h => h.Id).Select(h => h.What).ToListAsync();
        Assert.Equal(6, told.Count);
        Assert.Equal("Clerk (Police) taken off the list of the board edition", told[4]);
        Assert.DoesNotContain(told, t => t.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_stands_on_a_list_twice_not_even_when_two_add_at_once()
    {
        var office = board.As(Role.Office);
        await Lists.AddPostAsync(office, Audience.Board, board.Lead.Id);
        Assert.Equal("Head of safeguarding stands on this list already.", (await Assert.ThrowsAsync<RuleException>(() => Lists.AddPostAsync(office, Audience.Board, board.Lead.Id))).Message);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Record.ExceptionAsync(() => Lists.AddOutsideAsync(office, Audience.Board, "Clerk", "Police", "clerk@police.example")))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.Equal(("Clerk stands on this list already with this address.", "Email"), ((o as RuleException)?.Message, (o as RuleException)?.Field)));
    }

    [Fact]
    public async Task Only_the_office_keeps_the_lists()
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Office))
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Lists.AddPostAsync(board.As(role), Audience.Board, board.Lead.Id));
            await Assert.ThrowsAsync<ForbiddenException>(() => Lists.AddOutsideAsync(board.As(role), Audience.Board, "Clerk", "Police", "a@b.example"));
            await Assert.ThrowsAsync<ForbiddenException>(() => Lists.RemoveAsync(board.As(role), 1));
            await Assert.ThrowsAsync<ForbiddenException>(() => Lists.ChangeLinkDaysAsync(board.As(role), 7));
        }
    }

    [Fact]
    public async Task A_recipient_of_another_programme_does_not_exist()
    {
        var other = await TestBoard.AddAsync(database, "othershire");
        await Lists.AddOutsideAsync(other.As(Role.Office), Audience.Board, "Clerk", "Police", "a@b.example");
        var (theirs, _) = await database.Get<DistributionQueries>().ListsAsync(other.As(Role.Office));

        Assert.Empty((await database.Get<DistributionQueries>().ListsAsync(board.As(Role.Office))).Standing);
        Assert.StartsWith("There is no such recipient.", (await Assert.ThrowsAsync<RuleException>(() => Lists.RemoveAsync(board.As(Role.Office), theirs.Single().Recipient.Id))).Message, StringComparison.Ordinal);
        Assert.Equal("This post is not in post today. Choose somebody who is.", (await Assert.ThrowsAsync<RuleException>(() => Lists.AddPostAsync(board.As(Role.Office), Audience.Board, other.Lead.Id))).Message);
    }

    [Fact]
    public async Task The_life_of_links_is_a_setting_of_the_programme()
    {
        await Lists.ChangeLinkDaysAsync(board.As(Role.Office), 7);
        Assert.Equal(nameof(board.Programme.LinkDays), (await Assert.ThrowsAsync<RuleException>(() => Lists.ChangeLinkDaysAsync(board.As(Role.Office), 0))).Field);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(7, (await db.Programmes.SingleAsync(p => p.Id == board.Programme.Id)).LinkDays);
    }
}
