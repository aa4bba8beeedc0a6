using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class ImpactAndStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery",
                table: "Recommendations");

            migrationBuilder.AddColumn<string>(
                name: "AssuredBy",
                table: "Recommendations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "AssuredOn",
                table: "Recommendations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ClosedOn",
                table: "Recommendations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EarlierRounds",
                table: "Recommendations",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "Impact",
                table: "Recommendations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RecheckOn",
                table: "Recommendations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StatusReason",
                table: "Recommendations",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "ImpactJudgements",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    RecommendationId = table.Column<int>(type: "integer", nullable: false),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    FindingId = table.Column<int>(type: "integer", nullable: true),
                    Contradicted = table.Column<bool>(type: "boolean", nullable: false),
                    Illustrative = table.Column<bool>(type: "boolean", nullable: false),
                    Evidence = table.Column<string>(type: "jsonb", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImpactJudgements");

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

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_Delivery",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "Delivery" });
        }
    }
}
