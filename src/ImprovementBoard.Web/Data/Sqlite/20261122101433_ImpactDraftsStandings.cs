using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class ImpactDraftsStandings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery",
                table: "Recommendations");

            migrationBuilder.AddColumn<Guid>(
                name: "PostKey",
                table: "Updates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AssuredBy",
                table: "Recommendations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "AssuredOn",
                table: "Recommendations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ClosedOn",
                table: "Recommendations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EarlierRounds",
                table: "Recommendations",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "Impact",
                table: "Recommendations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RecheckOn",
                table: "Recommendations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReason",
                table: "Recommendations",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "AddedOn",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.CreateTable(
                name: "ImpactJudgements",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    RecommendationId = table.Column<int>(type: "INTEGER", nullable: false),
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    FindingId = table.Column<int>(type: "INTEGER", nullable: true),
                    Contradicted = table.Column<bool>(type: "INTEGER", nullable: false),
                    Illustrative = table.Column<bool>(type: "INTEGER", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImpactJudgements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ImpactJudgements_Findings_FindingId",
                        column: x => x.FindingId,
                        principalTable: "Findings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ImpactJudgements_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ImpactJudgements_Recommendations_RecommendationId",
                        column: x => x.RecommendationId,
                        principalTable: "Recommendations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Standings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    ActionItemId = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Delivery = table.Column<int>(type: "INTEGER", nullable: false),
                    LeadSays = table.Column<int>(type: "INTEGER", nullable: true),
                    ReviewerSays = table.Column<int>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    LeadId = table.Column<int>(type: "INTEGER", nullable: false),
                    Due = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    LastUpdateOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    UpdateDueBy = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Standings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Standings_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Standings_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UpdateDrafts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    ActionItemId = table.Column<int>(type: "INTEGER", nullable: false),
                    MemberId = table.Column<int>(type: "INTEGER", nullable: false),
                    WhatChanged = table.Column<string>(type: "TEXT", nullable: false),
                    ChildWouldNotice = table.Column<string>(type: "TEXT", nullable: false),
                    InTheWay = table.Column<string>(type: "TEXT", nullable: false),
                    Forecast = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeadSays = table.Column<int>(type: "INTEGER", nullable: true),
                    Started = table.Column<bool>(type: "INTEGER", nullable: false),
                    PostKey = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seen = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeenHistory = table.Column<long>(type: "INTEGER", nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UpdateDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Updates_ActionItemId_PostKey",
                table: "Updates",
                columns: new[] { "ActionItemId", "PostKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery_Impact",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "Delivery", "Impact" });

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_Impact",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "Impact" });

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_Status",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_LeadSays_ReviewerSays",
                table: "Actions",
                columns: new[] { "ProgrammeId", "LeadSays", "ReviewerSays" });

            migrationBuilder.CreateIndex(
                name: "IX_ImpactJudgements_FindingId",
                table: "ImpactJudgements",
                column: "FindingId");

            migrationBuilder.CreateIndex(
                name: "IX_ImpactJudgements_ProgrammeId",
                table: "ImpactJudgements",
                column: "ProgrammeId");

            migrationBuilder.CreateIndex(
                name: "IX_ImpactJudgements_RecommendationId_On",
                table: "ImpactJudgements",
                columns: new[] { "RecommendationId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_Standings_ActionItemId_Until",
                table: "Standings",
                columns: new[] { "ActionItemId", "Until" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Standings_ProgrammeId_Until_From_Delivery",
                table: "Standings",
                columns: new[] { "ProgrammeId", "Until", "From", "Delivery" });

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_ActionItemId_MemberId",
                table: "UpdateDrafts",
                columns: new[] { "ActionItemId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_MemberId",
                table: "UpdateDrafts",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_ProgrammeId_MemberId",
                table: "UpdateDrafts",
                columns: new[] { "ProgrammeId", "MemberId" });

            // Existing actions came into the plan with the programme.
            migrationBuilder.Sql("UPDATE \"Actions\" SET \"AddedOn\" = COALESCE((SELECT p.\"StartedOn\" FROM \"Programmes\" AS p WHERE p.\"Id\" = \"Actions\".\"ProgrammeId\"), \"BaselineStart\")");
            // Not rated for today: the first visitor then has the standings of all past days made up from the dated facts.
            migrationBuilder.Sql("UPDATE \"Programmes\" SET \"RatedOn\" = NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImpactJudgements");

            migrationBuilder.DropTable(
                name: "Standings");

            migrationBuilder.DropTable(
                name: "UpdateDrafts");

            migrationBuilder.DropIndex(
                name: "IX_Updates_ActionItemId_PostKey",
                table: "Updates");

            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery_Impact",
                table: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_Impact",
                table: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_Status",
                table: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_LeadSays_ReviewerSays",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "PostKey",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "AssuredBy",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "AssuredOn",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "ClosedOn",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "EarlierRounds",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "Impact",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "RecheckOn",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "StatusReason",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "AddedOn",
                table: "Actions");

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "Delivery" });
        }
    }
}
