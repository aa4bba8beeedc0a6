using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Visits;

/// <summary>The intake over the real services.</summary>
public sealed class FindingIntakeTests
{
    [Fact]
    public async Task A_paste_becomes_rows_to_check()
    {
        await using var page = await PageAsync();

        await page.PasteAsync("12. Core groups were late.\nStaff were motivated.");

        Assert.Equal(["Finding 1 of 2", "Finding 2 of 2"], page.Form.FindAll("legend").Select(l => l.TextContent));
        Assert.Equal(("Core groups were late.", "12"), (page.Text("Text-1"), page.Text("Paragraph-1")));
        Assert.Contains("2 rows made.", page.Said, StringComparison.Ordinal);
        Assert.Equal(["Save 2 findings"], page.Form.FindAll("button[type=submit]").Select(b => b.TextContent.Trim()));
    }

    [Fact]
    public async Task The_same_paste_twice_is_noticed()
    {
        await using var page = await PageAsync();
        await page.SaveOneAsync("Core groups were late.");

        await page.PasteAsync("Core groups  were LATE\nStaff were motivated.\nStaff were motivated.");

        Assert.Single(page.Form.FindAll("legend"));
        Assert.Contains("1 row made. 2 of these 3 stand here already and were left out.", page.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_stand_in_the_summary_and_beside_their_row_and_everything_typed_is_kept()
    {
        await using var page = await PageAsync();
        await page.PasteAsync("Core groups were late.\nStaff were motivated.");
        await page.ChooseAsync("Polarity-2", nameof(Polarity.Strength));

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Equal("5 things to put right", page.Form.Find(".summary h2").TextContent));
        Assert.All(page.Form.FindAll(".summary a"), a => Assert.NotNull(page.Form.Find($"#{a.GetAttribute("href")!.Split('#')[1]}")));
        Assert.Equal("Choose which way it points.", page.Form.Find("#Polarity-1-error").TextContent);
        Assert.Equal("Choose its theme, because no recommendation gives it one.", page.Form.Find("#Theme-2-error").TextContent);
        Assert.Equal("Staff were motivated.", page.Text("Text-2"));
        Assert.Equal(0, await page.FindingsAsync());
    }

    [Fact]
    public async Task All_rows_are_saved_at_once_and_the_visit_opens()
    {
        await using var page = await PageAsync();
        await page.PasteAsync("Core groups were late.\nPrivate fostering has no lead.");
        await page.ChooseAsync("Polarity-1", nameof(Polarity.Weakness));
        await page.ChooseAsync("Cohort-1", nameof(Cohort.ChildProtection));
        await page.ChooseAsync("Recommendations-1", "1");
        await page.ChooseAsync("Polarity-2", nameof(Polarity.NewConcern));
        await page.ChooseAsync("Cohort-2", nameof(Cohort.ChildrenInCare));
        await page.ChooseAsync("Theme-2", "Partnership");

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.EndsWith($"/programmes/testshire/visits/{page.Visit}?saved=2", page.Address, StringComparison.Ordinal));
        Assert.Equal(2, await page.FindingsAsync());
    }

    [Fact]
    public async Task A_likely_repeat_is_offered_and_not_chosen_for_the_person()
    {
        await using var page = await PageAsync(earlier: "Core groups were often late.");
        await page.PasteAsync("Core groups were late.");
        Assert.Empty(page.Form.FindAll("#RepeatsId-1"));

        await page.ChooseAsync("Polarity-1", nameof(Polarity.Weakness));
        await page.ChooseAsync("Recommendations-1", "1");

        var options = page.Form.FindAll("#RepeatsId-1 option").Select(o => o.TextContent).ToList();
        Assert.Equal("No, said for the first time", options[0]);
        Assert.StartsWith("Likely: ", options[1], StringComparison.Ordinal);
        Assert.EndsWith("Core groups were often late.", options[1], StringComparison.Ordinal);
        await page.ChooseAsync("Polarity-1", nameof(Polarity.Strength));
        Assert.Empty(page.Form.FindAll("#RepeatsId-1"));
    }

    [Fact]
    public async Task A_row_is_left_out_and_the_others_keep_what_was_typed()
    {
        await using var page = await PageAsync();
        await page.PasteAsync("One is late.\nTwo is late.\nThree is late.");
        await page.ChooseAsync("Cohort-3", nameof(Cohort.Workforce));

        await page.Form.FindAll(".intake-row > .leave-out")[1].ClickAsync(new());

        Assert.Equal(["Finding 1 of 2", "Finding 2 of 2"], page.Form.FindAll("legend").Select(l => l.TextContent));
        Assert.Equal(("One is late.", "Three is late."), (page.Text("Text-1"), page.Text("Text-3")));
        Assert.Equal("Workforce", page.Form.Find("#Cohort-3").GetAttribute("value"));
    }

    [Fact]
    public async Task A_post_that_ended_meanwhile_stores_nothing_and_says_why()
    {
        await using var page = await PageAsync();
        await page.FillOneAsync("Core groups were late.");
        await page.EndMembershipAsync();

        await page.SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Contains("Your role does not allow this.", page.Form.Find(".summary").TextContent, StringComparison.Ordinal));
        Assert.Equal("Core groups were late.", page.Text("Text-1"));
        Assert.Equal(0, await page.FindingsAsync());
    }

    [Fact]
    public void What_the_device_kept_comes_back_and_what_no_longer_exists_does_not()
    {
        var occasion = new Occasion(null, new() { Ref = "5", Title = "Fifth", DateWords = "2018", Focus = "Front door", Source = "Letter" }, new(2018, 6, 15), false);
        var view = new IntakeView(occasion, [new("1", "Supervise", default)], [], new Dictionary<int, string> { [7] = "Inspection" }, []);
        KeptRow kept = new("Late.", "Weakness", "99", "<b>", "4", "7", TooEarly: true, ImmediateSafety: false, ["1", "1", "404"]);

        var draft = kept.Fill(new(1), view);

        Assert.Equal(("Late.", "4", Polarity.Weakness, null, null, 7, true), (draft.Text, draft.Paragraph, draft.Polarity, draft.Cohort, draft.Theme, draft.RepeatsId, draft.TooEarly));
        Assert.Equal(["1"], draft.Recommendations);
        Assert.Null((kept with { RepeatsId = "8", Recommendations = null }).Fill(new(1), view).RepeatsId);
    }

    private static async Task<Page> PageAsync(string? earlier = null)
    {
        var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        if (earlier is not null)
        {
            var first = await service.RecordVisitAsync(office, new() { From = board.Today.AddDays(-90), To = board.Today.AddDays(-90), Focus = "Core groups" });
            await service.RecordFindingsAsync(office, first, [new() { Text = earlier, Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"] }]);
        }
        var visit = await service.RecordVisitAsync(office, new() { From = board.Today.AddDays(-5), To = board.Today.AddDays(-5), Focus = "Core groups" });
        return new Page(database, board, visit);
    }

    private sealed class Page : IAsyncDisposable
    {
        private readonly BunitContext context = new();
        private readonly TestDatabase database;
        private readonly TestBoard board;

        public Page(TestDatabase database, TestBoard board, string visit)
        {
            (this.database, this.board, Visit) = (database, board, visit);
            database.Register(context.Services);
            context.Services.AddRadzenComponents();
            context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
            context.JSInterop.Mode = JSRuntimeMode.Loose;
            Form = context.Render<FindingIntake>(p => p.Add(f => f.Slug, "testshire").Add(f => f.Reference, visit));
            Form.WaitForElement("form");
        }

        public string Visit { get; }

        public IRenderedComponent<FindingIntake> Form { get; }

        public string Address => context.Services.GetRequiredService<NavigationManager>().Uri;

        public string Said => Form.Find(".intake-act [role=status]").TextContent;

        public string? Text(string field) => Form.Find($"#{field}").GetAttribute("value") ?? Form.Find($"#{field}").TextContent;

        public Task ChooseAsync(string field, string value) => Form.Find($"#{field}").ChangeAsync(new ChangeEventArgs { Value = value });

        public async Task PasteAsync(string text)
        {
            await ChooseAsync("Paste", text);
            await Form.FindAll("button").Single(b => b.TextContent.Contains("Make rows", StringComparison.Ordinal)).ClickAsync(new());
            Form.WaitForElement("legend");
        }

        public async Task FillOneAsync(string text)
        {
            await PasteAsync(text);
            await ChooseAsync("Polarity-1", nameof(Polarity.Weakness));
            await ChooseAsync("Cohort-1", nameof(Cohort.ChildProtection));
            await ChooseAsync("Recommendations-1", "1");
        }

        public Task SaveOneAsync(string text) => database.Get<VisitService>().RecordFindingsAsync(board.As(Role.Office), Visit,
            [new() { Text = text, Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"] }]);

        public Task SubmitAsync() => Form.Find("form").SubmitAsync();

        public async Task EndMembershipAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            var office = board.As(Role.Office).Actor.MemberId;
            await db.Members.Where(m => m.Id == office).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today.AddDays(-1)));
        }

        public async Task<int> FindingsAsync()
        {
            await using var db = database.Open(board.Programme.Id);
            return await db.Findings.CountAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await context.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
